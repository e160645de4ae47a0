//! Numbers that say who a person is, which no log needs.

use std::fmt;

use serde::Serialize;

macro_rules! private_text {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        ///
        /// `Debug` shows the last two characters at most; only a request has it whole.
        #[derive(Clone, PartialEq, Eq, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The number in `text`, without surrounding blanks.
            #[must_use]
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(text.as_ref().trim().to_owned())
            }

            /// Whether there is no number.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let count = self.0.chars().count();
                let shown: String = if count > 4 {
                    self.0.chars().skip(count - 2).collect()
                } else {
                    String::new()
                };
                write!(f, "{}(…{shown})", stringify!($name))
            }
        }
    };
}

private_text! {
    /// A permanent account number of the tax office.
    Pan
}

private_text! {
    /// The number of a bank account.
    BankAccount
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_reads_them_in_a_log() {
        assert_eq!(format!("{:?}", Pan::new(" AAAPZ1234C ")), "Pan(…4C)");
        assert_eq!(format!("{:?}", BankAccount::new("12")), "BankAccount(…)");
        assert_eq!(
            serde_json::to_string(&Pan::new("AAAPZ1234C")).unwrap(),
            "\"AAAPZ1234C\""
        );
    }
}
