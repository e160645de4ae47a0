//! An error on stderr: sentences for people, one object for programs.

use std::io;

use serde::Serialize;
use serde_json::value::RawValue;

use super::Failure;
use crate::output::wrap;

#[derive(Serialize)]
struct Document<'a> {
    error: Object<'a>,
}

#[derive(Serialize)]
struct Object<'a> {
    kind: &'a str,
    outcome: &'static str,
    message: String,
    api_code: Option<i64>,
    retry_after_s: Option<f64>,
    hint: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<&'a RawValue>,
}

impl Failure {
    /// Writes the error to `to`, unless there is nothing to say: sentences at most `width` wide, or one JSON object.
    pub(crate) fn print(
        &self,
        to: &mut dyn io::Write,
        json: bool,
        color: bool,
        width: Option<u16>,
    ) -> io::Result<()> {
        let Some(said) = &self.said else {
            return Ok(());
        };
        if json {
            let mut message = said.message.clone();
            for cause in &said.causes {
                message.push_str(": ");
                message.push_str(cause);
            }
            let error = Object {
                kind: &said.kind,
                outcome: said.outcome,
                message,
                api_code: said.api_code,
                retry_after_s: said.retry_after_s,
                hint: said.hint.as_deref(),
                result: said.result.as_deref(),
            };
            serde_json::to_writer(&mut *to, &Document { error })?;
            return writeln!(to);
        }
        let (red, dim, end) = if color {
            ("\x1b[1;31m", "\x1b[2m", "\x1b[0m")
        } else {
            ("", "", "")
        };
        writeln!(to, "{red}error:{end} {}", wrap(&said.message, 7, width))?;
        for cause in &said.causes {
            writeln!(to, "  {dim}cause:{end} {}", wrap(cause, 9, width))?;
        }
        if let Some(result) = &said.result {
            // Unbroken, so that it can be copied.
            writeln!(to, "  {dim}result:{end} {result}")?;
        }
        if let Some(hint) = &said.hint {
            writeln!(to, "  {dim}hint:{end}  {}", wrap(hint, 9, width))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(failure: &Failure, json: bool) -> String {
        let mut text = Vec::new();
        failure.print(&mut text, json, false, None).unwrap();
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn for_people_and_for_programs() {
        let cause = io::Error::other("disk full");
        let failure = Failure::system("cannot write x", &cause).hint("make room");
        assert_eq!(
            printed(&failure, false),
            "error: cannot write x\n  cause: disk full\n  hint:  Make room\n"
        );
        assert_eq!(
            printed(&failure, true),
            "{\"error\":{\"kind\":\"system\",\"outcome\":\"not_sent\",\"message\":\"cannot write x: disk full\",\
             \"api_code\":null,\"retry_after_s\":null,\"hint\":\"Make room\"}}\n"
        );
        assert_eq!(printed(&Failure::interrupted(), false), "");
    }
}
