//! A posted form as text, and a field as the page shows it again: its value and what is wrong with it.

/// The fields of a posted form, in the order they came.
#[derive(Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads an `application/x-www-form-urlencoded` body.
    pub(crate) fn parse(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// The first field called `name`, without surrounding white space; empty when it is not there.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The first field called `name` exactly as typed, for passwords.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.0
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }
}

/// One field of a form: what was typed, and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Field {
    /// Shown in the field again, so that nothing has to be typed twice.
    pub(crate) value: String,
    /// Shown beside the field.
    pub(crate) error: Option<String>,
    /// Whether typing starts here.
    pub(crate) focus: bool,
}

impl Field {
    /// A field that holds `value` and has nothing against it.
    pub(crate) fn of(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            ..Self::default()
        }
    }

    /// A field that was refused, with the reason.
    pub(crate) fn refused(value: impl Into<String>, error: impl Into<String>) -> Self {
        Self {
            error: Some(error.into()),
            ..Self::of(value)
        }
    }

    /// A field that was looked at: with the reason, if it was refused.
    pub(crate) fn judged(value: impl Into<String>, error: Option<&str>) -> Self {
        Self {
            error: error.map(str::to_owned),
            ..Self::of(value)
        }
    }
}

/// Lets typing start at the first field that was refused, or else at the first; how many were refused.
pub(crate) fn focus_first<const N: usize>(mut fields: [&mut Field; N]) -> usize {
    let first = fields.iter().position(|field| field.error.is_some()).unwrap_or(0);
    for (at, field) in fields.iter_mut().enumerate() {
        field.focus = at == first;
    }
    fields.iter().filter(|field| field.error.is_some()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_form_and_trims_all_but_passwords() {
        let fields = Fields::parse(b"name=+My+app%20&password=+pass+word%20&name=second");
        assert_eq!(fields.get("name"), "My app");
        assert_eq!(fields.raw("password"), " pass word ");
        assert_eq!(fields.get("absent"), "");
    }

    #[test]
    fn rubbish_is_an_empty_form_and_not_an_error() {
        assert_eq!(Fields::parse(b"\xff\xfe%zz&&==").get("name"), "");
    }

    #[test]
    fn typing_starts_at_the_first_refused_field() {
        let (mut one, mut two, mut three) = (
            Field::of("a"),
            Field::refused("b", "no"),
            Field::refused("c", "no"),
        );
        assert_eq!(focus_first([&mut one, &mut two, &mut three]), 2);
        assert!(!one.focus && two.focus && !three.focus);
        assert_eq!(two.value, "b");
        assert_eq!(focus_first([&mut one]), 0);
        assert!(one.focus);
    }
}
