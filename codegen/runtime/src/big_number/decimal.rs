//! Exact comparison of decimal numbers in text.

use std::cmp::Ordering;

/// A number: sign, digits without zeros at their ends, and the exponent of `0.digits`.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Decimal {
    is_negative: bool,
    digits: String,
    exponent: i128,
}

impl Decimal {
    /// Parses a number of JSON's grammar; `None` for other text, and for exponents of more than 64 bits.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (is_negative, unsigned) = match text.strip_prefix('-') {
            Some(unsigned) => (true, unsigned),
            None => (false, text),
        };
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => {
                let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
                (mantissa, Some(exponent).filter(|_| is_digits(digits))?)
            }
            None => (unsigned, "0"),
        };
        let exponent: i64 = exponent.parse().ok()?;
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction).filter(|it| is_digits(it))?),
            None => (mantissa, ""),
        };
        let has_leading_zero = whole.len() > 1 && whole.starts_with('0');
        if !is_digits(whole) || has_leading_zero {
            return None;
        }
        let all = [whole, fraction].concat();
        let significant = all.trim_start_matches('0');
        let zeros = all.len() - significant.len();
        let digits = significant.trim_end_matches('0').to_owned();
        if digits.is_empty() {
            // Zero has no sign.
            let (is_negative, exponent) = (false, 0);
            return Some(Self {
                is_negative,
                digits,
                exponent,
            });
        }
        let point = i128::try_from(whole.len()).ok()? - i128::try_from(zeros).ok()?;
        let exponent = i128::from(exponent) + point;
        Some(Self {
            is_negative,
            digits,
            exponent,
        })
    }

    fn sign(&self) -> i8 {
        match (self.digits.is_empty(), self.is_negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        }
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let magnitudes = || {
            let by_exponent = self.exponent.cmp(&other.exponent);
            by_exponent.then_with(|| self.digits.cmp(&other.digits))
        };
        let signs = self.sign().cmp(&other.sign());
        signs.then_with(|| {
            if self.is_negative {
                magnitudes().reverse()
            } else {
                magnitudes()
            }
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
