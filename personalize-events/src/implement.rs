//! Implementations of traits that are the same for all generated structures and enums.

/// Implements what a builder and its structure have besides what depends on the members: `Debug` of the builder, for
/// `nested` structures what makes them values of members, and with `deserialize` also `Deserialize`.
#[doc(hidden)]
#[macro_export]
macro_rules! __implement_builder {
    ($name:ident, $builder:ident $(, $part:ident)*) => {
        impl ::std::fmt::Debug for $builder {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(concat!(stringify!($builder), " { .. }"))
            }
        }

        $($crate::__implement_builder!(@$part $name $builder);)*
    };
    (@nested $name:ident $builder:ident) => {
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
    };
    (@deserialize $name:ident $builder:ident) => {
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::__private::deserialize::<$builder, D>(deserializer)
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

/// Calls a setter with a value if there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! __maybe {
    ($builder:ident.$setter:ident($value:ident)) => {
        match $value {
            ::std::option::Option::Some($value) => $builder.$setter($value),
            ::std::option::Option::None => $builder,
        }
    };
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

/// Implements `Display` and `Error` for the enum of an operation's errors.
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
