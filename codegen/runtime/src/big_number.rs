//! Numbers of any size, as checked text: the grammar is that of JSON.
//!
//! Equality and order are those of the numbers, so that `1.50` equals `1.5`; only the constraint `uniqueItems` compares the
//! text. Nothing converts them to `f64`. They cannot be deserialized, since deserializers of serde would round them.

mod decimal;

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use personalize_events::__private::json::{Error, Read, Value};
use personalize_events::__private::{Bound, Constraint, Validate, ValidationContext, check_range};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use decimal::Decimal;

/// The error of a text that is not a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BigNumberError(&'static str);

impl fmt::Display for BigNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for BigNumberError {}

macro_rules! big_numbers {
    ($($(#[$doc:meta])* $name:ident: $is_valid:expr, $expected:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone)]
        pub struct $name(String);

        impl $name {
            /// Returns the text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// A number of the model, which is valid.
            #[doc(hidden)]
            #[must_use]
            pub fn literal(text: &str) -> Self {
                text.parse().unwrap_or_default()
            }

            fn decimal(&self) -> Option<Decimal> {
                Decimal::parse(&self.0)
            }
        }

        impl Default for $name {
            /// Returns 0.
            fn default() -> Self {
                Self("0".to_owned())
            }
        }

        impl FromStr for $name {
            type Err = BigNumberError;

            fn from_str(text: &str) -> Result<Self, BigNumberError> {
                let is_valid: fn(&str) -> bool = $is_valid;
                let number = Decimal::parse(text).filter(|_| is_valid(text));
                match number {
                    Some(_) => Ok(Self(text.to_owned())),
                    None => Err(BigNumberError(concat!("the text is not ", $expected))),
                }
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.decimal() == other.decimal()
            }
        }

        impl Eq for $name {}

        impl PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                Some(self.cmp(other))
            }
        }

        impl Ord for $name {
            fn cmp(&self, other: &Self) -> Ordering {
                self.decimal().cmp(&other.decimal())
            }
        }

        impl Hash for $name {
            fn hash<H: Hasher>(&self, state: &mut H) {
                self.decimal().hash(state);
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // Other types of serde would round the number.
                let number: &RawValue = serde_json::from_str(&self.0).map_err(serde::ser::Error::custom)?;
                number.serialize(serializer)
            }
        }

        impl Read for $name {
            fn read(value: Value) -> Result<Self, Error> {
                let number = match &value {
                    Value::Number(text) => text.parse().ok(),
                    Value::Null | Value::Bool(_) | Value::String(_) | Value::Array(_) | Value::Object(_) => None,
                };
                number.ok_or_else(|| Error::unexpected_type(&value, $expected))
            }

            fn missing() -> Result<Self, Error> {
                Ok(Self::default())
            }
        }

        impl Validate for $name {
            type Valid = Self;

            fn validate(
                self,
                constraints: &'static [Constraint],
                context: &mut ValidationContext<'_>,
            ) -> Option<Self> {
                let decimal = self.decimal()?;
                let compare = |bound: Bound| {
                    let bound = Decimal::parse(&bound.to_string())?;
                    Some(decimal.cmp(&bound))
                };
                check_range(&compare, constraints, context).then_some(self)
            }
        }
    )*};
}

big_numbers! {
    /// An integer of any size.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_codegen_runtime::BigInteger;
    ///
    /// let integer: BigInteger = "-340282366920938463463374607431768211456".parse()?;
    /// assert!(integer < BigInteger::from(0));
    /// assert!("1.0".parse::<BigInteger>().is_err());
    /// # Ok::<(), personalize_events_codegen_runtime::BigNumberError>(())
    /// ```
    BigInteger: |text| !text.contains(['.', 'e', 'E']), "an integer";
    /// A decimal number with any number of digits, and an exponent of at most 64 bits.
    ///
    /// # Example
    ///
    /// ```
    /// use personalize_events_codegen_runtime::BigDecimal;
    ///
    /// let decimal: BigDecimal = "0.1000000000000000000000000000001".parse()?;
    /// assert!(decimal > "0.1".parse()?);
    /// assert_eq!("1e2".parse::<BigDecimal>()?, BigDecimal::from(100));
    /// # Ok::<(), personalize_events_codegen_runtime::BigNumberError>(())
    /// ```
    BigDecimal: |_| true, "a number";
}

macro_rules! conversions {
    ($($name:ident from $($ty:ty),*;)*) => {$($(
        impl From<$ty> for $name {
            fn from(number: $ty) -> Self {
                Self(number.to_string())
            }
        }
    )*)*};
}

conversions! {
    BigInteger from i32, i64, u64, i128, u128;
    BigDecimal from i32, i64, u64, i128, u128;
}

impl From<BigInteger> for BigDecimal {
    fn from(integer: BigInteger) -> Self {
        Self(integer.0)
    }
}

#[cfg(test)]
mod tests;
