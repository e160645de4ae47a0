//! Accounts and what is asked of whoever claims to own one.

use subtle::ConstantTimeEq;
use time::OffsetDateTime;

use super::totp;
use crate::assumed::{LOCK_LASTS, WRONG_ANSWERS};

/// A trading account.
pub(crate) struct Account {
    pub(crate) client_id: String,
    pub(crate) email: String,
    pub(crate) name: String,
    pub(crate) password: String,
    pub(crate) pin: String,
    /// Base32; there from the start, asked for once TOTP is enabled.
    pub(crate) totp_secret: String,
    pub(crate) totp_enabled: bool,
    /// The holder's tax number, which proves who forgot the authenticator.
    pub(crate) pan: String,
    /// Rupees.
    pub(crate) cash: rust_decimal::Decimal,
    wrong_answers: u8,
    locked_until: Option<OffsetDateTime>,
}

/// Why somebody was not let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoginRefusal {
    /// Unknown account, or a wrong password, PIN or code.
    Wrong,
    /// Too many wrong answers; no answer is looked at until then.
    Locked {
        /// When answers are looked at again.
        until: OffsetDateTime,
    },
}

/// What proves, beside the password, that somebody is who they say.
#[derive(Clone, Copy, Debug)]
pub(crate) enum SecondFactor<'a> {
    Pin(&'a str),
    Totp(&'a str),
}

/// All accounts.
pub(crate) struct Accounts(Vec<Account>);

impl Account {
    pub(crate) fn new(client_id: String, name: &str, email: String) -> Self {
        Self {
            client_id,
            email,
            name: name.to_owned(),
            password: String::new(),
            pin: String::new(),
            totp_secret: String::new(),
            totp_enabled: false,
            pan: String::new(),
            cash: rust_decimal::Decimal::ZERO,
            wrong_answers: 0,
            locked_until: None,
        }
    }

    /// Whether no answer is looked at just now.
    pub(crate) fn is_locked(&self, now: OffsetDateTime) -> bool {
        self.locked_until.is_some_and(|until| now < until)
    }

    /// Counts a wrong answer, forgets them after a right one, and looks at none while locked.
    fn judge(&mut self, right: bool, now: OffsetDateTime) -> Result<(), LoginRefusal> {
        if let Some(until) = self.locked_until {
            if now < until {
                return Err(LoginRefusal::Locked { until });
            }
            self.locked_until = None;
            self.wrong_answers = 0;
        }
        if right {
            return Ok(());
        }
        self.wrong_answers += 1;
        if self.wrong_answers < WRONG_ANSWERS {
            return Err(LoginRefusal::Wrong);
        }
        let until = now + LOCK_LASTS;
        self.locked_until = Some(until);
        Err(LoginRefusal::Locked { until })
    }
}

impl Accounts {
    pub(crate) fn with(account: Account) -> Self {
        Self(vec![account])
    }

    /// The account with this client id or e-mail address, in any case of letters.
    pub(crate) fn find(&self, id_or_email: &str) -> Option<&Account> {
        self.0.iter().find(|account| account.answers_to(id_or_email))
    }

    /// All accounts, in the order in which they were opened.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.0.iter()
    }

    /// The first of two questions, by client id or e-mail address.
    ///
    /// A right password does not reset the count of wrong answers: that takes the second factor too, or whoever knows
    /// the password could guess PINs forever. An account without a second factor is in with [`Accounts::welcome`].
    pub(crate) fn check_password(
        &mut self,
        id_or_email: &str,
        password: &str,
        now: OffsetDateTime,
    ) -> Result<&Account, LoginRefusal> {
        let account = self.find_mut(id_or_email).ok_or(LoginRefusal::Wrong)?;
        let right = same(&account.password, password);
        account.judge(right, now)?;
        Ok(account)
    }

    /// The second of two questions. With TOTP enabled a PIN is no longer accepted.
    pub(crate) fn check_second(
        &mut self,
        client_id: &str,
        factor: SecondFactor<'_>,
        now: OffsetDateTime,
    ) -> Result<(), LoginRefusal> {
        let account = self.find_mut(client_id).ok_or(LoginRefusal::Wrong)?;
        let right = match factor {
            SecondFactor::Pin(pin) => !account.totp_enabled && same(&account.pin, pin),
            SecondFactor::Totp(code) => totp::is_right(&account.totp_secret, code, now),
        };
        account.judge(right, now)?;
        account.wrong_answers = 0;
        Ok(())
    }

    /// An answer of another kind to a question that stands for the second one, right or wrong.
    pub(crate) fn check_answer(
        &mut self,
        client_id: &str,
        right: bool,
        now: OffsetDateTime,
    ) -> Result<(), LoginRefusal> {
        let account = self.find_mut(client_id).ok_or(LoginRefusal::Wrong)?;
        account.judge(right, now)?;
        account.wrong_answers = 0;
        Ok(())
    }

    /// Asks for TOTP from here on, or for the PIN again.
    pub(crate) fn ask_for_totp(&mut self, client_id: &str, totp: bool) {
        if let Some(account) = self.find_mut(client_id) {
            account.totp_enabled = totp;
        }
    }

    /// Somebody answered everything that was asked: earlier wrong answers are forgotten.
    pub(crate) fn welcome(&mut self, client_id: &str) {
        if let Some(account) = self.find_mut(client_id) {
            account.wrong_answers = 0;
        }
    }

    /// Asks for TOTP from here on, if `code` proves that the authenticator has the secret.
    pub(crate) fn enable_totp(&mut self, client_id: &str, code: &str, now: OffsetDateTime) -> bool {
        let Some(account) = self.find_mut(client_id) else {
            return false;
        };
        account.totp_enabled |= totp::is_right(&account.totp_secret, code, now);
        account.totp_enabled
    }

    /// Adds to an account's cash; takes from it when negative.
    pub(crate) fn credit(&mut self, client_id: &str, rupees: rust_decimal::Decimal) {
        if let Some(account) = self.find_mut(client_id) {
            account.cash += rupees;
        }
    }

    fn find_mut(&mut self, id_or_email: &str) -> Option<&mut Account> {
        self.0.iter_mut().find(|account| account.answers_to(id_or_email))
    }
}

impl Account {
    fn answers_to(&self, id_or_email: &str) -> bool {
        let text = id_or_email.trim();
        self.client_id.eq_ignore_ascii_case(text) || self.email.eq_ignore_ascii_case(text)
    }
}

/// Equality that takes the same time however much of the text is right.
pub(crate) fn same(expected: &str, given: &str) -> bool {
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(given.as_bytes()))
}

#[cfg(test)]
mod tests {
    use time::{Duration, macros::datetime};

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-11-23 10:00 +5:30);

    fn accounts() -> Accounts {
        let mut account = Account::new("AB1234".to_owned(), "Asha Rao", "asha@example.com".to_owned());
        account.password = "right".to_owned();
        account.pin = "4711".to_owned();
        account.totp_secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".to_owned();
        Accounts::with(account)
    }

    #[test]
    fn knows_people_by_id_and_by_address() {
        let mut accounts = accounts();
        for name in ["AB1234", " ab1234 ", "Asha@Example.com"] {
            assert!(accounts.check_password(name, "right", NOW).is_ok(), "{name}");
        }
        assert_eq!(
            accounts.check_password("ZZ9999", "right", NOW).err(),
            Some(LoginRefusal::Wrong)
        );
    }

    #[test]
    fn locks_after_five_wrong_answers_of_either_kind() {
        let mut accounts = accounts();
        for _ in 0..4 {
            assert!(accounts.check_password("AB1234", "right", NOW).is_ok());
            assert_eq!(
                accounts.check_second("AB1234", SecondFactor::Pin("0000"), NOW),
                Err(LoginRefusal::Wrong)
            );
        }
        let until = NOW + LOCK_LASTS;
        assert_eq!(
            accounts.check_password("AB1234", "wrong", NOW).err(),
            Some(LoginRefusal::Locked { until })
        );
        assert_eq!(
            accounts
                .check_password("AB1234", "right", until - Duration::SECOND)
                .err(),
            Some(LoginRefusal::Locked { until })
        );
        assert!(accounts.check_password("AB1234", "right", until).is_ok());
    }

    #[test]
    fn a_complete_login_forgets_wrong_answers() {
        let mut accounts = accounts();
        for _ in 0..20 {
            assert!(accounts.check_password("AB1234", "wrong", NOW).is_err());
            assert!(accounts.check_password("AB1234", "right", NOW).is_ok());
            assert_eq!(
                accounts.check_second("AB1234", SecondFactor::Pin("4711"), NOW),
                Ok(())
            );
        }
    }

    #[test]
    fn a_pin_is_no_longer_enough_once_totp_is_enabled() {
        let mut accounts = accounts();
        let at = datetime!(1970-01-01 00:00:59 UTC);
        assert!(!accounts.enable_totp("AB1234", "000000", at));
        assert!(accounts.enable_totp("AB1234", "287082", at));
        assert_eq!(
            accounts.check_second("AB1234", SecondFactor::Pin("4711"), at),
            Err(LoginRefusal::Wrong)
        );
        assert_eq!(
            accounts.check_second("AB1234", SecondFactor::Totp("287082"), at),
            Ok(())
        );
    }
}
