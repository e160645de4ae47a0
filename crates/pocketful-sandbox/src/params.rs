//! Parameters of a query or a form, each of which may be given once.

use std::borrow::Cow;

/// Parameters of a query or a form.
pub(crate) struct Params<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

/// A parameter was given more than once, which RFC 6749 forbids (section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Repeated;

impl<'a> Params<'a> {
    pub(crate) fn parse(encoded: &'a str) -> Self {
        Self(form_urlencoded::parse(encoded.as_bytes()).collect())
    }

    /// The parameter's value; an empty one counts as absent (RFC 6749, section 3.1).
    pub(crate) fn one(&self, name: &str) -> Result<Option<Cow<'a, str>>, Repeated> {
        let mut values = self.0.iter().filter(|(given, _)| given == name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Repeated);
        }
        Ok(first
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_value_none_or_too_many() {
        let params = Params::parse("a=1&b=&c=x+y%21&c=z&d");
        assert_eq!(params.one("a").unwrap().as_deref(), Some("1"));
        assert_eq!(params.one("b"), Ok(None));
        assert_eq!(params.one("c"), Err(Repeated));
        assert_eq!(params.one("d"), Ok(None));
        assert_eq!(params.one("e"), Ok(None));
    }
}
