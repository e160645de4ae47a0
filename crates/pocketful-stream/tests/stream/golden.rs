//! Reads the golden frames, which were written from the wire reference and not by any encoder.

use std::path::Path;

/// The bytes of the frame `name`: the fourth column of its file, row by row, each at the offset that it names.
pub(crate) fn frame(name: &str) -> Vec<u8> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../pocketful-types/fixtures/frames/{name}.txt"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    for row in text.lines().filter(|row| !row.starts_with('#')) {
        let columns: Vec<_> = row.split_whitespace().collect();
        assert_eq!(columns[0].parse(), Ok(bytes.len()), "{name}: {row}");
        let size: usize = columns[1].parse().unwrap();
        let hex = columns[3];
        assert_eq!(hex.len(), 2 * size, "{name}: {row}");
        bytes.extend((0..size).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()));
    }
    bytes
}
