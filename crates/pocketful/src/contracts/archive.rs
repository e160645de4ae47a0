//! From the downloaded ZIP to contracts: each file is unpacked as it is parsed, and none lies in memory as a whole.

use std::io::{self, Cursor, Read};

use pocketful_types::{ContractFile, Contracts};
use time::OffsetDateTime;
use zip::ZipArchive;

use super::ContractsFault;

/// The most bytes that all files together may unpack to; the real ones are a tenth of it.
const MOST: u64 = 512 * 1024 * 1024;

pub(super) fn read(zip: &[u8], fetched_at: OffsetDateTime) -> Result<Contracts, ContractsFault> {
    let mut archive = ZipArchive::new(Cursor::new(zip)).map_err(ContractsFault::Archive)?;
    let mut builder = Contracts::builder();
    let mut left = MOST;
    let mut files = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(ContractsFault::Archive)?;
        let file = (entry.name().ok()).and_then(|name| ContractFile::from_name(&name));
        let Some(file) = file else { continue };
        let bounded = Bounded {
            inner: entry,
            left: &mut left,
        };
        builder.read(&file, bounded).map_err(ContractsFault::File)?;
        files += 1;
    }
    if files == 0 {
        return Err(ContractsFault::NoFiles);
    }
    Ok(builder.finish(fetched_at))
}

/// Fails where a small file unpacks to a huge one.
struct Bounded<'a, R> {
    inner: R,
    left: &'a mut u64,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        *self.left = self
            .left
            .checked_sub(u64::try_from(read).unwrap_or(u64::MAX))
            .ok_or_else(|| io::Error::other("it unpacks to more than any contract master has"))?;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use pocketful_types::{Exchange, Instrument, InstrumentToken};
    use time::macros::datetime;
    use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

    use super::*;

    const FETCHED: OffsetDateTime = datetime!(2026-11-23 08:30 +5:30);

    fn zip(files: &[(&str, &str)], method: CompressionMethod) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            let options = SimpleFileOptions::default().compression_method(method);
            writer.start_file(*name, options).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    const NSE: &str = "exchange_token,trading_symbol\n22,ACC-EQ\n";
    const BSE: &str = "trading_symbol,exchange_token\nACC-A,500410\nBAD,x\n";

    #[test]
    fn every_file_of_the_archive_is_read() {
        for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
            let zip = zip(
                &[
                    ("nsecompactscrip.csv", NSE),
                    ("today/BSECompactScrip.csv", BSE),
                    ("readme.txt", "hello"),
                ],
                method,
            );
            let contracts = read(&zip, FETCHED).unwrap();
            assert_eq!((contracts.len(), contracts.info().bad_rows), (2, 1));
            let acc = Instrument::new(Exchange::Bse, InstrumentToken::new(500_410));
            assert_eq!(contracts.get(acc).unwrap().trading_symbol, "ACC-A");
        }
    }

    #[test]
    fn what_is_no_contract_master_is_told() {
        let archived = |files: &[(&str, &str)]| zip(files, CompressionMethod::Deflated);
        let good = archived(&[("NSECompactScrip.csv", NSE)]);
        let mut damaged = good.clone();
        // Within the packed bytes, so that their checksum is what notices.
        let at = 30 + "NSECompactScrip.csv".len() + 4;
        damaged[at] ^= 0x10;
        for (bytes, message) in [
            (b"PK".to_vec(), "no ZIP file"),
            (good[..good.len() / 2].to_vec(), "no ZIP file"),
            (archived(&[("other.csv", NSE)]), "no file named like"),
            (
                archived(&[("NSECompactScrip.csv", "<html>\n")]),
                "there is no column `exchange_token`",
            ),
            (damaged, "NSECompactScrip.csv"),
        ] {
            let error = read(&bytes, FETCHED).unwrap_err();
            assert!(error.to_string().contains(message), "{error} / {message}");
            assert!(error.is_of_the_file());
        }
    }

    #[test]
    fn a_small_file_that_unpacks_to_a_huge_one_is_refused() {
        let mut left = 10;
        let mut bounded = Bounded {
            inner: io::repeat(0),
            left: &mut left,
        };
        let mut buffer = [0; 6];
        assert_eq!(bounded.read(&mut buffer).unwrap(), 6);
        assert!(bounded.read(&mut buffer).is_err());
    }
}
