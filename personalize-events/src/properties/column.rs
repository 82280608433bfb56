//! What the column of a value is.

/// What a dataset's column of some values is: its type in the schema, and whether it may be null.
///
/// [`PropertyValue::COLUMN`](crate::PropertyValue::COLUMN) says it for a type.
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

/// The type in the schema, or why there is none yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Unknown,
    /// What is said about a field leaves no value of its type.
    Misfit,
    /// Integers of which no type of column holds all.
    Wide,
    /// A string; what the service does with it is not said.
    Text,
    Int,
    Long,
    Float,
    Double,
    Boolean,
    /// A string of categories.
    Categorical,
    /// A string that the service trains on as running text.
    Textual,
    /// A string that the service does not train on.
    Plain,
}

impl ColumnType {
    /// There is no telling: a field of such a type has to say it, `#[personalize(column_type = "…")]`.
    pub const UNKNOWN: Self = Self::new(Form::Unknown);
    /// Text: a field of such a type has to say whether it is `categorical`, `textual` or `plain`.
    pub const UNDECLARED_STRING: Self = Self::new(Form::Text);
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

    /// `string` with `"textual": true`.
    #[doc(hidden)]
    pub const TEXTUAL: Self = Self::new(Form::Textual);
    /// `string`.
    #[doc(hidden)]
    pub const PLAIN: Self = Self::new(Form::Plain);
    /// Integers of which no type of column holds all.
    pub(super) const WIDE: Self = Self::new(Form::Wide);

    const fn new(form: Form) -> Self {
        Self {
            form,
            nullable: false,
        }
    }

    /// The same, and there may be no value.
    #[must_use]
    pub const fn nullable(self) -> Self {
        Self {
            nullable: true,
            ..self
        }
    }

    /// What is said about a field of this type, with the nulls of this type.
    #[doc(hidden)]
    #[must_use]
    pub const fn of(self, said: Self) -> Self {
        Self {
            form: if self.can_fit(said) {
                said.form
            } else {
                Form::Misfit
            },
            nullable: self.nullable || said.nullable,
        }
    }

    /// Whether some value for this is one for `said`; all are checked when they are written.
    const fn can_fit(self, said: Self) -> bool {
        use Form::{Boolean, Categorical, Double, Float, Int, Long};
        match said.form {
            Int | Long => !matches!(self.form, Float | Double | Boolean | Categorical),
            Float | Double => !matches!(self.form, Boolean | Categorical),
            Boolean => !matches!(
                self.form,
                Int | Long | Float | Double | Categorical | Form::Wide
            ),
            Form::Unknown
            | Form::Misfit
            | Form::Wide
            | Form::Text
            | Categorical
            | Form::Textual
            | Form::Plain => true,
        }
    }

    /// Whether its values are strings.
    pub(super) const fn is_string(self) -> bool {
        matches!(
            self.form,
            Form::Text | Form::Categorical | Form::Textual | Form::Plain
        )
    }

    /// Whether every value for `other` is one for this.
    pub(super) const fn holds(self, other: Self) -> bool {
        use Form::{
            Boolean, Categorical, Double, Float, Int, Long, Misfit, Plain, Text, Textual, Unknown,
            Wide,
        };
        match self.form {
            Int => matches!(other.form, Int),
            Long => matches!(other.form, Int | Long),
            Float => matches!(other.form, Float),
            Double => matches!(other.form, Int | Float | Double),
            Boolean => matches!(other.form, Boolean),
            Categorical => matches!(other.form, Text | Categorical),
            Textual => matches!(other.form, Text | Textual),
            Plain => matches!(other.form, Text | Plain),
            Unknown | Misfit | Wide | Text => false,
        }
    }

    /// In the words of a schema.
    pub(super) const fn name(self) -> &'static str {
        match self.form {
            Form::Unknown => "of a type, or written by a function, that does not tell its column",
            Form::Misfit => "of a type that has no value of the type which is said",
            Form::Wide => "an integer that may be too large for long",
            Form::Text => "text",
            Form::Int => "int",
            Form::Long => "long",
            Form::Float => "float",
            Form::Double => "double",
            Form::Boolean => "boolean",
            Form::Categorical => "a categorical string",
            Form::Textual => "a textual string",
            Form::Plain => "a plain string",
        }
    }
}
