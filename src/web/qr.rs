//! QR codes, drawn as one path.

use std::fmt::Write;

use fast_qr::qr::QRBuilder;
use fast_qr::{ECL, Version};

/// The white space around a code that readers need, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// A QR code, as `invoices/body.html` draws it.
pub struct Qr {
    /// Width and height in modules, white space included.
    pub size: usize,
    /// The dark modules, row by row.
    pub path: String,
}

impl Qr {
    /// The code of a text with the error correction that EPC069-12 asks for, M; none when it does
    /// not fit into version 13.
    pub fn of(text: &str) -> Option<Self> {
        let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
        if code
            .version
            .is_some_and(|version| version as usize > Version::V13 as usize)
        {
            return None;
        }
        let mut path = String::new();
        for row in 0..code.size {
            for (column, module) in code[row].iter().take(code.size).enumerate() {
                if module.value() {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "M{} {}h1v1h-1z", column + QUIET, row + QUIET);
                }
            }
        }
        Some(Self {
            size: code.size + 2 * QUIET,
            path,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads a code as a camera would: eight pixels a module, black on white.
    fn read(qr: &Qr) -> String {
        const SCALE: usize = 8;
        let mut dark = vec![false; qr.size * qr.size];
        for module in qr.path.split('M').skip(1) {
            let place = module.strip_suffix("h1v1h-1z").unwrap();
            let (column, row) = place.split_once(' ').unwrap();
            let (column, row): (usize, usize) = (column.parse().unwrap(), row.parse().unwrap());
            dark[row * qr.size + column] = true;
        }
        let width = qr.size * SCALE;
        let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, width, |x, y| {
            if dark[y / SCALE * qr.size + x / SCALE] {
                0
            } else {
                255
            }
        });
        let grids = image.detect_grids();
        assert_eq!(grids.len(), 1);
        grids[0].decode().unwrap().1
    }

    #[test]
    fn another_reader_reads_what_was_written() {
        let text =
            "BCD\n002\n1\nSCT\n\nSelma Yıldız\nDE02120300000000202051\nEUR70.00\n\n\nRE-2026-0001";

        assert_eq!(read(&Qr::of(text).unwrap()), text);
    }

    #[test]
    fn the_longest_text_of_a_transfer_fits_and_no_longer_one() {
        let longest = "x".repeat(331);

        assert_eq!(read(&Qr::of(&longest).unwrap()), longest);
        assert!(Qr::of(&"x".repeat(332)).is_none());
    }
}
