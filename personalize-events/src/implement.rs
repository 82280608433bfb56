//! Implementations of traits that are the same for all generated structures and enums.

/// Implements what a builder and its structure have besides setters and getters: `Debug` and `Build` of the builder, for
/// `nested` structures what makes them values of members, and with `deserialize` also `Deserialize`.
///
/// Each member has its check, its name, the name in JSON if that is another one, its constraints, what replaces a value
/// that is not set, and the default: `limit: optional("limit" as "max", LIMIT).unwrap_or(10)`. `with` names the setting
/// of the builder that allows the text `null`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_builder {
    ($name:ident, $builder:ident, [$($part:ident),*] $(with $setting:ident)? $(, $($members:tt)+)?) => {
        impl ::std::fmt::Debug for $builder {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($builder), " { .. }"))
            }
        }

        $crate::__implement_builder!(@build $name $builder [$($setting)?] $($($members)+)?);
        $crate::__implement_builder!(@parts [$($part)*] $name $builder [$($setting)?] $($($members)+)?);
    };
    (@build $name:ident $builder:ident []) => {
        impl $crate::__private::Build for $builder {
            type Output = $name;

            #[inline]
            fn build_in(
                self,
                _: &mut $crate::__private::ValidationContext<'_>,
            ) -> ::std::option::Option<$name> {
                ::std::option::Option::Some($name {})
            }
        }
    };
    (@build $name:ident $builder:ident [$($setting:ident)?] $(
        $field:ident: $check:ident($member:literal $(as $json:literal)?, $constraints:expr $(, $or:ident)?)
            $(.$or_default:ident $default:tt)?
    ),+) => {
        impl $crate::__private::Build for $builder {
            type Output = $name;

            #[inline]
            fn build_in(
                self,
                context: &mut $crate::__private::ValidationContext<'_>,
            ) -> ::std::option::Option<$name> {
                $(let context = &mut context.null_text(self.$setting);)?
                $(let $field = context.$check(
                    $member,
                    self.$field $(.or_else($crate::__private::$or))?,
                    $constraints,
                );)+
                ::std::option::Option::Some($name { $($field: $field? $(.$or_default $default)?),+ })
            }
        }
    };
    (@parts [] $($of:tt)*) => {};
    (@parts [nested $($part:ident)*] $name:ident $builder:ident $($of:tt)*) => {
        impl $crate::__private::HasBuilder for $name {
            type Builder = $builder;
        }

        $crate::__implement_valid!($name);

        impl $crate::__private::Buildable<$name> for $builder {
            #[inline]
            fn into_build_input(self) -> $crate::__private::BuildInput<$name> {
                $crate::__private::BuildInput::Builder(self)
            }
        }

        $crate::__implement_builder!(@parts [$($part)*] $name $builder $($of)*);
    };
    (@parts [deserialize] $name:ident $builder:ident [$($setting:ident)?] $($members:tt)*) => {
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::deserialize::<$builder, D>(deserializer)
            }
        }

        $crate::__implement_builder!(@from_object $builder [$($setting)?] $($members)*);
    };
    (@from_object $builder:ident []) => {
        impl $crate::__private::FromObject for $builder {
            #[inline]
            fn from_object(_: &mut $crate::__private::Object<'_, '_>) -> Self {
                Self {}
            }
        }
    };
    (@from_object $builder:ident [$($setting:ident)?] $(
        $field:ident: $check:ident($member:literal $(as $json:literal)?, $constraints:expr $(, $or:ident)?)
            $(.$or_default:ident $default:tt)?
    ),+) => {
        impl $crate::__private::FromObject for $builder {
            #[inline]
            fn from_object(object: &mut $crate::__private::Object<'_, '_>) -> Self {
                Self {
                    $($setting: false,)?
                    $($field: $crate::__implement_builder!(@member object $member $($json)?)),+
                }
            }
        }
    };
    (@member $object:ident $member:literal) => {
        $object.member($member)
    };
    (@member $object:ident $member:literal $json:literal) => {
        $object.renamed($json, $member)
    };
}

/// Implements `Serialize` for a structure: what serde's derive would do. Each member has its name in JSON, and the
/// wrapper that writes its format if it has one: `date: optional_as("date", format::As::<format::HttpDate, _>::new)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_serialize {
    ($name:ident) => {
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::__private::Fields::new(serializer, stringify!($name), &[])?.end()
            }
        }
    };
    ($name:ident $(, $field:ident: $kind:ident $arguments:tt)+) => {
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                let mut fields = $crate::__private::Fields::new(
                    serializer,
                    stringify!($name),
                    &[$($crate::__implement_serialize!(@is_set self $field $kind)),+],
                )?;
                $($crate::__implement_serialize!(@field fields self $field $kind $arguments)?;)+
                fields.end()
            }
        }
    };
    (@is_set $self:ident $field:ident required) => { true };
    (@is_set $self:ident $field:ident required_as) => { true };
    (@is_set $self:ident $field:ident optional) => { $self.$field.is_some() };
    (@is_set $self:ident $field:ident optional_as) => { $self.$field.is_some() };
    (@field $fields:ident $self:ident $field:ident required ($member:literal)) => {
        $fields.required($member, &$self.$field)
    };
    (@field $fields:ident $self:ident $field:ident required_as ($member:literal, $wrapper:expr)) => {
        $fields.required($member, &$wrapper(&$self.$field))
    };
    (@field $fields:ident $self:ident $field:ident optional ($member:literal)) => {
        $fields.optional($member, &$self.$field)
    };
    (@field $fields:ident $self:ident $field:ident optional_as ($member:literal, $wrapper:expr)) => {
        $fields.optional_as($member, $self.$field.as_ref().map($wrapper))
    };
}

/// Implements `Read` for a structure in a response. Each member has its name in JSON, its format if it has one, and the
/// default: `limit: optional("limit").unwrap_or(10)`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_read {
    ($name:ident) => {
        impl $crate::__private::json::Read for $name {
            fn read(
                value: $crate::__private::json::Value,
            ) -> ::std::result::Result<Self, $crate::__private::json::Error> {
                $crate::__private::json::Object::of(value)?;
                ::std::result::Result::Ok(Self {})
            }
        }
    };
    ($name:ident $(, $field:ident: $read:ident($member:literal $(, $format:ty)?) $(.$or_default:ident $default:tt)?)+) => {
        impl $crate::__private::json::Read for $name {
            fn read(
                value: $crate::__private::json::Value,
            ) -> ::std::result::Result<Self, $crate::__private::json::Error> {
                let mut object = $crate::__private::json::Object::of(value)?;
                ::std::result::Result::Ok(Self {
                    $($field: object.$read$(::<$format, _>)?($member)? $(.$or_default $default)?),+
                })
            }
        }
    };
}

/// Implements `Validate` for a type whose values are always valid.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_valid {
    ($name:ident) => {
        impl $crate::__private::Validate for $name {
            type Valid = Self;

            #[inline]
            fn validate(
                self,
                _: &'static [$crate::__private::Constraint],
                _: &mut $crate::__private::ValidationContext<'_>,
            ) -> ::std::option::Option<Self> {
                ::std::option::Option::Some(self)
            }
        }
    };
}

/// Implements the traits of an enum: `shown` is `Display`, `sent` is for values in requests and `received` for those in
/// responses.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_enum {
    (strings, $name:ident $(, $part:ident)*) => {
        $($crate::__implement_enum!(@$part $name as_str ::std::string::String,
            |text: ::std::string::String| $name::from(text.as_str()));)*
    };
    (integers, $name:ident $(, $part:ident)*) => {
        $($crate::__implement_enum!(@$part $name as_i32 i32, $name::from);)*
    };
    (@shown $name:ident $value:ident $owned:ty, $from:expr) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.$value(), f)
            }
        }
    };
    (@sent $name:ident $value:ident $owned:ty, $from:expr) => {
        impl $crate::__private::Serialize for $name {
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::__private::Serialize::serialize(&self.$value(), serializer)
            }
        }

        impl $crate::__private::FromJson for $name {
            fn from_json(
                value: $crate::__private::RequestValue,
                context: &mut $crate::__private::ValidationContext<'_>,
            ) -> ::std::option::Option<Self> {
                <$owned as $crate::__private::FromJson>::from_json(value, context).map($from)
            }
        }

        $crate::__implement_valid!($name);
    };
    (@received $name:ident $value:ident $owned:ty, $from:expr) => {
        impl $crate::__private::json::Read for $name {
            fn read(
                value: $crate::__private::json::Value,
            ) -> ::std::result::Result<Self, $crate::__private::json::Error> {
                <$owned as $crate::__private::json::Read>::read(value).map($from)
            }

            fn missing() -> ::std::result::Result<Self, $crate::__private::json::Error> {
                ::std::result::Result::Ok(($from)(<$owned>::default()))
            }
        }
    };
}

/// Implements the methods that call a setter with a value if there is one. A setter whose name is a raw identifier has
/// its name in links too: `maybe_type(r#type: impl Into<String>) as "type"`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_maybe_setters {
    ($builder:ident, $($name:ident($setter:ident: $accepted:ty) $(as $link:literal)?),+) => {
        impl $builder {
            $($crate::__implement_maybe_setters!(@setter $name $setter $accepted $(, $link)?);)+
        }
    };
    (@setter $name:ident $setter:ident $accepted:ty) => {
        $crate::__implement_maybe_setters!(@setter $name $setter $accepted, stringify!($setter));
    };
    (@setter $name:ident $setter:ident $accepted:ty, $link:expr) => {
        #[doc = concat!(" Like [`", $link, "`](Self::", $link, "), for a value that may be `None`.")]
        pub fn $name(self, value: ::std::option::Option<$accepted>) -> Self {
            match value {
                ::std::option::Option::Some(value) => self.$setter(value),
                ::std::option::Option::None => self,
            }
        }
    };
}

/// Implements the `Output` trait of the runtime for a structure whose members are all in the body. The members are as in
/// `implement_read!`, after the request ID if it is a field.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_output {
    (
        $output:path, $response:ty, $name:ident, [$($id:ident)?]
        $(, $field:ident: $read:ident($member:literal $(, $format:ty)?) $(.$or_default:ident $default:tt)?)+
    ) => {
        impl $output for $name {
            fn read(
                response: &mut $response,
            ) -> ::std::result::Result<Self, $crate::__private::json::Error> {
                let mut object = response.object()?;
                ::std::result::Result::Ok(Self {
                    $($field: object.$read$(::<$format, _>)?($member)? $(.$or_default $default)?,)+
                    $($id: response.request_id(),)?
                })
            }
        }
    };
}

/// Implements `Debug` for a structure with secrets: that has only its name, or members that are `shown` or `redacted`.
/// One whose name is a raw identifier has its name as a text too: `r#type: shown as "type"`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_debug {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(** redacted **)"))
            }
        }
    };
    ($name:ident $(, $field:ident: $value:ident $(as $label:literal)?)+) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name))
                    $(.field(
                        $crate::__implement_debug!(@label $field $($label)?),
                        $crate::__implement_debug!(@$value self $field),
                    ))+
                    .finish()
            }
        }
    };
    (@label $field:ident) => { stringify!($field) };
    (@label $field:ident $label:literal) => { $label };
    (@shown $self:ident $field:ident) => { &$self.$field };
    (@redacted $self:ident $field:ident) => { &$crate::__private::Redacted };
}

/// Implements `Display` and `Error` for an error of a service. If its message is secret, there is only its code.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_error {
    ($name:ident, $code:literal) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($code)?;
                match self.message() {
                    ::std::option::Option::Some(message) => {
                        f.write_str(": ")?;
                        ::std::fmt::Display::fmt(&$crate::__private::ServiceText(message), f)
                    }
                    ::std::option::Option::None => ::std::result::Result::Ok(()),
                }
            }
        }

        impl ::std::error::Error for $name {}
    };
    ($name:ident, $code:literal, secret) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str($code)
            }
        }

        impl ::std::error::Error for $name {}
    };
}

/// Implements `Display` and `Error` for an enum of errors.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_error_enum {
    ($name:ident $(, $variant:ident)*) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::std::fmt::Display::fmt(error, f),)*
                    Self::Unhandled(error) => ::std::fmt::Display::fmt(error, f),
                }
            }
        }

        impl ::std::error::Error for $name {}
    };
}

/// Implements the traits of the enum of an operation's errors, and its conversion into that of all operations. Each
/// variant has its code, and the name of the variant in that enum: `Gone: read("GoneException") as Gone`. An error with
/// a message only has its type: `Gone: message("GoneException", super::GoneException) as Gone`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_operation_error {
    (
        $name:ident, $service_error:ty
        $(, $variant:ident: $read:ident($code:literal $(, $error:ty)?) as $in_service:ident)*
    ) => {
        $crate::__implement_error_enum!($name $(, $variant)*);

        impl $crate::__private::OperationError for $name {
            fn from_metadata(metadata: &$crate::__private::ResponseMetadata) -> Self {
                $(if metadata.code() == ::std::option::Option::Some($code)
                    && let ::std::option::Option::Some(error) =
                        $crate::__implement_operation_error!(@$read metadata $variant $($error)?)
                {
                    return error;
                })*
                Self::Unhandled($crate::__private::Unhandled::from_metadata(metadata))
            }
        }

        impl ::std::convert::From<$name> for $service_error {
            fn from(error: $name) -> Self {
                match error {
                    $($name::$variant(error) => Self::$in_service(error),)*
                    $name::Unhandled(error) => Self::Unhandled(error),
                }
            }
        }
    };
    (@message $metadata:ident $variant:ident $error:ty) => {
        ::std::option::Option::Some(Self::$variant(<$error>::from_metadata($metadata)))
    };
    (@read $metadata:ident $variant:ident) => {
        $crate::__private::http::read_error($metadata, Self::$variant)
    };
    (@read_boxed $metadata:ident $variant:ident) => {
        $crate::__private::http::read_error($metadata, |error| {
            Self::$variant(::std::boxed::Box::new(error))
        })
    };
}
