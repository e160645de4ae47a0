//! A ZIP archive of stored files: nothing is compressed, so that the same files are the same bytes everywhere.

/// The archive. File names are ASCII; files and archive stay far below 4 GiB.
pub(super) fn stored(files: &[(String, String)]) -> Vec<u8> {
    let mut archive = Vec::new();
    let mut directory = Vec::new();
    for (name, text) in files {
        let offset = size(archive.len());
        // Everything that both headers have in common, from the version needed to the extra field's length.
        let mut shared = Vec::new();
        shared.extend(20u16.to_le_bytes());
        shared.extend([0; 4]);
        // 1 January 1980, midnight: when ZIP's time begins.
        shared.extend([0, 0, 0x21, 0]);
        shared.extend(checksum(text.as_bytes()).to_le_bytes());
        shared.extend(size(text.len()).to_le_bytes());
        shared.extend(size(text.len()).to_le_bytes());
        shared.extend(short(name.len()).to_le_bytes());
        shared.extend([0; 2]);

        archive.extend(*b"PK\x03\x04");
        archive.extend(&shared);
        archive.extend(name.as_bytes());
        archive.extend(text.as_bytes());

        directory.extend(*b"PK\x01\x02");
        directory.extend(20u16.to_le_bytes());
        directory.extend(&shared);
        directory.extend([0; 10]);
        directory.extend(offset.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let begins = size(archive.len());
    archive.extend(&directory);
    archive.extend(*b"PK\x05\x06");
    archive.extend([0; 4]);
    archive.extend(short(files.len()).to_le_bytes());
    archive.extend(short(files.len()).to_le_bytes());
    archive.extend(size(directory.len()).to_le_bytes());
    archive.extend(begins.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn short(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// CRC-32, as ZIP has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_everybody_knows() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
        assert_eq!(checksum(b""), 0);
    }
}
