//! Parameters that sources send in the query, in a JSON body, or in both with the same values.

use crate::{body::JsonBody, params::Params, reply::Refusal, state::tokens::Token};

/// A query and a body, of which the query is looked at first.
pub(super) struct Either<'a> {
    query: Params<'a>,
    body: Option<JsonBody>,
}

impl<'a> Either<'a> {
    pub(super) fn parse(query: &'a str, body: &[u8]) -> Result<Self, Refusal> {
        let body = (!body.is_empty()).then(|| JsonBody::parse(body)).transpose()?;
        Ok(Self {
            query: Params::parse(query),
            body,
        })
    }

    /// A text that is not blank. Two different ones are as wrong as none.
    pub(super) fn text(&self, name: &'static str) -> Result<String, Refusal> {
        let asked = self.query.one(name).map_err(|_| Refusal::Invalid(name))?;
        let body = self.body.as_ref().filter(|body| body.has(name));
        match (asked, body) {
            (Some(asked), None) => Ok(asked.into_owned()),
            (None, Some(body)) => body.text_or_number(name),
            (Some(asked), Some(body)) if body.text_or_number(name)? == asked => Ok(asked.into_owned()),
            (Some(_), Some(_)) => Err(Refusal::Invalid(name)),
            (None, None) => Err(Refusal::Blank(name)),
        }
    }

    /// A client id, which must be the token's own.
    pub(super) fn own(&self, name: &'static str, token: &Token) -> Result<(), Refusal> {
        if self.text(name)? == token.client_id {
            Ok(())
        } else {
            Err(Refusal::Forbidden)
        }
    }
}
