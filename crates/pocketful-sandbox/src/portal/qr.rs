//! A QR code as one inline picture without styles, so that it passes the pages' content policy.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// The quiet border that readers need, in modules.
const QUIET: usize = 4;

/// `text` as an SVG, dark on white in either colour scheme; `None` when it is too long for a QR code.
pub(crate) fn svg(text: &str, label: &str) -> Option<String> {
    let code = QrCode::new(text).ok()?;
    let (modules, width) = (code.to_colors(), code.width());
    let side = width + 2 * QUIET;
    let mut dark = String::new();
    for (row, line) in modules.chunks(width).enumerate() {
        let mut column = 0;
        for run in line.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                // One rectangle for each run of dark modules, a unit high.
                let _ = write!(
                    dark,
                    "M{} {}h{length}v1h-{length}z",
                    column + QUIET,
                    row + QUIET,
                    length = run.len()
                );
            }
            column += run.len();
        }
    }
    Some(format!(
        "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" role=\"img\" \
         aria-label=\"{label}\" shape-rendering=\"crispEdges\"><rect width=\"{side}\" height=\"{side}\" \
         fill=\"#ffffff\"/><path fill=\"#000000\" d=\"{dark}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads the drawn path back into modules.
    fn drawn(svg: &str) -> Vec<(usize, usize)> {
        let path = svg.split("d=\"").nth(1).unwrap().split('"').next().unwrap();
        path.split('M').skip(1).fold(Vec::new(), |mut dark, run| {
            let (at, rest) = run.split_once('h').unwrap();
            let (x, y) = at.split_once(' ').unwrap();
            let (x, y): (usize, usize) = (x.parse().unwrap(), y.parse().unwrap());
            let length: usize = rest.split_once('v').unwrap().0.parse().unwrap();
            dark.extend((0..length).map(|step| (x + step - QUIET, y - QUIET)));
            dark
        })
    }

    #[test]
    fn draws_exactly_the_dark_modules() {
        let text =
            "otpauth://totp/Pocketful%20sandbox:PF0001?secret=JBSWY3DPEHPK3PXP&issuer=Pocketful%20sandbox";
        let code = QrCode::new(text).unwrap();
        let expected: Vec<_> = (0..code.width())
            .flat_map(|y| (0..code.width()).map(move |x| (x, y)))
            .filter(|&at| code[at] == Color::Dark)
            .collect();
        assert_eq!(drawn(&svg(text, "QR code").unwrap()), expected);
    }

    #[test]
    fn carries_no_style_and_refuses_what_no_code_can_hold() {
        let picture = svg("x", "QR code").unwrap();
        assert!(!picture.contains("style") && !picture.contains("<script"));
        assert_eq!(svg(&"x".repeat(8_000), "QR code"), None);
    }
}
