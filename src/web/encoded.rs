//! A body that is compressed once and answered many times.

use std::io::Write;
use std::sync::OnceLock;

use actix_web::http::header;
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

/// A body and, once somebody asked for them, its compressed forms.
pub struct Encoded {
    plain: Bytes,
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Encoded {
    /// A body that is still to be compressed.
    pub fn new(plain: Bytes) -> Self {
        Self {
            plain,
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// The body in one form.
    pub fn body(&self, coding: Coding) -> Bytes {
        match coding {
            Coding::Brotli => self.brotli.get_or_init(|| brotli(&self.plain, BEST)),
            Coding::Gzip => self.gzip.get_or_init(|| gzip(&self.plain)),
            Coding::Identity => &self.plain,
        }
        .clone()
    }
}

/// The compressions that are spoken, the better first.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coding {
    /// RFC 7932.
    Brotli,
    /// RFC 1952.
    Gzip,
    /// None.
    Identity,
}

/// Brotli's quality for what is compressed once a start, and once a moment.
const BEST: u32 = 11;
const QUICK: u32 = 5;

impl Coding {
    /// The best one that the reader takes.
    pub fn of(request: &HttpRequest) -> Self {
        let accepted = request
            .headers()
            .get(header::ACCEPT_ENCODING)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default();
        best(accepted)
    }

    /// Compresses a body.
    pub fn encode(self, plain: Bytes) -> Bytes {
        match self {
            Self::Brotli => brotli(&plain, QUICK),
            Self::Gzip => gzip(&plain),
            Self::Identity => plain,
        }
    }

    /// Finishes `response` with a body that was compressed so.
    pub fn answer(self, mut response: HttpResponseBuilder, body: Bytes) -> HttpResponse {
        response.insert_header((header::VARY, "Accept-Encoding, Accept-Language"));
        match self {
            Self::Brotli => {
                response.insert_header((header::CONTENT_ENCODING, "br"));
            }
            Self::Gzip => {
                response.insert_header((header::CONTENT_ENCODING, "gzip"));
            }
            Self::Identity => {}
        }
        response.body(body)
    }
}

/// The best coding of an `Accept-Encoding` (RFC 9110 §12.5.3); `q=0` refuses one.
fn best(accepted: &str) -> Coding {
    let takes = |name: &str| {
        accepted.split(',').any(|part| {
            let mut words = part.split(';').map(str::trim);
            words
                .next()
                .is_some_and(|word| word.eq_ignore_ascii_case(name))
                && !words.any(|word| matches!(word, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    if takes("br") {
        Coding::Brotli
    } else if takes("gzip") {
        Coding::Gzip
    } else {
        Coding::Identity
    }
}

fn brotli(plain: &Bytes, quality: u32) -> Bytes {
    let mut out = Vec::with_capacity(plain.len() / 3);
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, quality, 18);
    // Writing to memory cannot fail.
    let _ = writer.write_all(plain);
    drop(writer);
    Bytes::from(out)
}

fn gzip(plain: &Bytes) -> Bytes {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(7));
    let _ = writer.write_all(plain);
    writer.finish().map_or_else(|_| Bytes::new(), Bytes::from)
}

#[cfg(test)]
mod tests {
    use super::{Coding, best};

    #[test]
    fn the_best_coding_that_the_reader_takes_is_chosen() {
        assert_eq!(best("gzip, deflate, br, zstd"), Coding::Brotli);
        assert_eq!(best("gzip;q=0.5"), Coding::Gzip);
        assert_eq!(best("br;q=0, gzip"), Coding::Gzip);
        assert_eq!(best(""), Coding::Identity);
    }
}
