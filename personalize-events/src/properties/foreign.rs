//! Values of types of other crates, each with the feature of its name; date-times are in `time.rs`.

#[cfg(any(feature = "smol_str", feature = "url", feature = "uuid"))]
use std::borrow::Cow;

#[cfg(any(feature = "smol_str", feature = "url", feature = "uuid"))]
use super::category::Category;
use super::column::ColumnType;
#[cfg(any(feature = "smol_str", feature = "uuid"))]
use super::id::IdValue;
use super::value::PropertyValue;
use super::value_writer::ValueWriter;

#[cfg(feature = "rust_decimal")]
#[diagnostic::do_not_recommend]
impl PropertyValue for rust_decimal::Decimal {
    const COLUMN: ColumnType = ColumnType::DECIMAL;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.decimal(&self.to_string());
    }
}

#[cfg(feature = "smol_str")]
#[diagnostic::do_not_recommend]
impl PropertyValue for smol_str::SmolStr {
    const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.text(self);
    }
}

#[cfg(feature = "smol_str")]
#[diagnostic::do_not_recommend]
impl IdValue for smol_str::SmolStr {
    fn to_id(&self) -> String {
        self.to_string()
    }
}

#[cfg(feature = "smol_str")]
#[diagnostic::do_not_recommend]
impl Category for smol_str::SmolStr {
    fn to_category(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

#[cfg(feature = "url")]
#[diagnostic::do_not_recommend]
impl PropertyValue for url::Url {
    const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.text(self.as_str());
    }
}

#[cfg(feature = "url")]
#[diagnostic::do_not_recommend]
impl Category for url::Url {
    fn to_category(&self) -> Cow<'_, str> {
        self.as_str().into()
    }
}

#[cfg(feature = "uuid")]
#[diagnostic::do_not_recommend]
impl PropertyValue for uuid::Uuid {
    const COLUMN: ColumnType = ColumnType::UNDECLARED_STRING;

    fn write_property(&self, property: ValueWriter<'_>) {
        property.text(
            self.hyphenated()
                .encode_lower(&mut uuid::Uuid::encode_buffer()),
        );
    }
}

#[cfg(feature = "uuid")]
#[diagnostic::do_not_recommend]
impl IdValue for uuid::Uuid {
    fn to_id(&self) -> String {
        self.hyphenated().to_string()
    }
}

#[cfg(feature = "uuid")]
#[diagnostic::do_not_recommend]
impl Category for uuid::Uuid {
    fn to_category(&self) -> Cow<'_, str> {
        self.hyphenated().to_string().into()
    }
}
