//! The type of a column.
//!
//! Collections are nullable columns, because an empty collection is left out; so is a field with `skip_if`. An array
//! `[C; N]` is never empty.

/// Separates categories. It cannot be escaped.
pub(super) const CATEGORY_SEPARATOR: char = '|';

/// The type of a column in the schema of a dataset, and whether it is nullable.
///
/// A type of values declares it as [`PropertyValue::COLUMN`](crate::PropertyValue::COLUMN).
///
/// # Example
///
/// ```
/// use personalize_events::{ColumnType, ValueWriter, PropertyValue, UserProperties};
///
/// struct Stars(Option<u8>);
///
/// impl PropertyValue for Stars {
///     const COLUMN: ColumnType = ColumnType::INT.nullable();
///
///     fn write_property(&self, property: ValueWriter<'_>) {
///         self.0.write_property(property);
///     }
/// }
///
/// #[derive(UserProperties)]
/// struct Viewer {
///     stars: Stars,
/// }
///
/// assert!(Viewer::schema().contains(r#"{"name": "STARS", "type": ["null", "int"]}"#));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnType {
    pub(super) form: Form,
    pub(super) nullable: bool,
}

/// The type in the schema, or why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Unknown,
    /// The declared type of a field has no values of the field's type.
    Mismatched,
    /// Integers whose range exceeds every column type.
    WideInteger,
    /// A string whose use by the service is not declared.
    UndeclaredString,
    Int,
    Long,
    Float,
    Double,
    /// A decimal number of any length, which is `double` in schemas if the column is not declared.
    Decimal,
    Boolean,
    /// A string of categories.
    Categorical,
    /// A string that is used for training as running text.
    Textual,
    /// A string that is not used for training.
    Plain,
    /// The ID of a user, item or action in the file of interactions. The length is checked with the record.
    Id,
}

impl ColumnType {
    /// Unknown: fields of such a type have to declare it with `#[personalize(column_type = "…")]`.
    pub const UNKNOWN: Self = Self::new(Form::Unknown);
    /// A string: fields of such a type have to declare whether it is `categorical`, `textual` or `plain`.
    pub const UNDECLARED_STRING: Self = Self::new(Form::UndeclaredString);
    /// `int`: integers of 32 bits.
    pub const INT: Self = Self::new(Form::Int);
    /// `long`: integers of 64 bits.
    pub const LONG: Self = Self::new(Form::Long);
    /// `float`: floating-point numbers of 32 bits.
    pub const FLOAT: Self = Self::new(Form::Float);
    /// `double`: floating-point numbers of 64 bits.
    pub const DOUBLE: Self = Self::new(Form::Double);
    /// `boolean`.
    pub const BOOLEAN: Self = Self::new(Form::Boolean);
    /// `string` with `"categorical": true`: one category, or several joined with `|`.
    pub const CATEGORICAL: Self = Self::new(Form::Categorical);

    /// `string` with `"textual": true`: running text, in Items only.
    pub const TEXTUAL: Self = Self::new(Form::Textual);
    /// `string` that is neither categorical nor textual, and not used for training.
    pub const PLAIN: Self = Self::new(Form::Plain);
    /// Integers whose range exceeds every column type.
    pub(super) const WIDE_INTEGER: Self = Self::new(Form::WideInteger);
    /// Decimal numbers, each of which is checked.
    pub(super) const DECIMAL: Self = Self::new(Form::Decimal);
    /// IDs of users, items and actions.
    pub(super) const ID: Self = Self::new(Form::Id);

    const fn new(form: Form) -> Self {
        Self {
            form,
            nullable: false,
        }
    }

    /// The same column, nullable.
    #[must_use]
    pub const fn nullable(self) -> Self {
        Self {
            nullable: true,
            ..self
        }
    }

    /// The same column, not nullable.
    pub(super) const fn required(self) -> Self {
        Self {
            nullable: false,
            ..self
        }
    }

    /// The column of a field of this type with a declared column type. It is nullable if one of both is.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(self, declared: Self) -> Self {
        Self {
            form: if self.may_have(declared) {
                declared.form
            } else {
                Form::Mismatched
            },
            nullable: self.nullable || declared.nullable,
        }
    }

    /// Whether some values may have the declared type. Each value is checked when it is written.
    const fn may_have(self, declared: Self) -> bool {
        use Form::{Boolean, Categorical, Double, Float, Int, Long};
        match declared.form {
            Int | Long => !matches!(self.form, Float | Double | Boolean | Categorical),
            Float | Double => !matches!(self.form, Boolean | Categorical),
            Boolean => !matches!(
                self.form,
                Int | Long | Float | Double | Form::Decimal | Categorical | Form::WideInteger
            ),
            Form::Unknown
            | Form::Mismatched
            | Form::WideInteger
            | Form::Decimal
            | Form::UndeclaredString
            | Categorical
            | Form::Textual
            | Form::Plain
            | Form::Id => true,
        }
    }

    pub(super) const fn is_string(self) -> bool {
        matches!(
            self.form,
            Form::UndeclaredString | Form::Categorical | Form::Textual | Form::Plain
        )
    }

    /// Whether every value of `other` is valid in this column.
    pub(super) const fn accepts(self, other: Self) -> bool {
        use Form::{
            Boolean, Categorical, Decimal, Double, Float, Id, Int, Long, Mismatched, Plain,
            Textual, UndeclaredString, Unknown, WideInteger,
        };
        match self.form {
            Int => matches!(other.form, Int),
            Long => matches!(other.form, Int | Long),
            Float => matches!(other.form, Float),
            Double => matches!(other.form, Int | Float | Double | Decimal),
            Boolean => matches!(other.form, Boolean),
            Categorical => matches!(other.form, UndeclaredString | Categorical),
            Textual => matches!(other.form, UndeclaredString | Textual),
            Plain => matches!(other.form, UndeclaredString | Plain),
            Unknown | Mismatched | WideInteger | Decimal | UndeclaredString | Id => false,
        }
    }

    /// Its name in schemas and messages.
    pub(super) const fn name(self) -> &'static str {
        match self.form {
            Form::Unknown => "of an unknown column type",
            Form::Mismatched => "of a type without values of the declared type",
            Form::WideInteger => "an integer that may be too large for long",
            Form::UndeclaredString => "an undeclared string",
            Form::Int => "int",
            Form::Long => "long",
            Form::Float => "float",
            Form::Double | Form::Decimal => "double",
            Form::Boolean => "boolean",
            Form::Categorical => "a categorical string",
            Form::Textual => "a textual string",
            Form::Plain => "a plain string",
            Form::Id => "an ID",
        }
    }
}
