//! A connection that is kept open: as much HTTP/1.1 as measuring needs.

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;

/// One connection to a server.
pub struct Connection(BufReader<TcpStream>);

/// An answer.
pub struct Answer {
    pub status: u16,
    /// Bytes of the status line and the header fields.
    pub head_bytes: usize,
    pub body: Vec<u8>,
    pub etag: Option<String>,
}

impl Connection {
    pub fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self(BufReader::new(stream)))
    }

    pub fn get(&mut self, path: &str, fields: &[&str]) -> Result<Answer> {
        let fields: String = fields.iter().map(|field| format!("{field}\r\n")).collect();
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: bench\r\n{fields}\r\n"
        ))
    }

    pub fn post_json(&mut self, path: &str, body: &str) -> Result<Answer> {
        self.send("POST", path, &["Content-Type: application/json"], body)
    }

    /// Any method, with header fields and a body.
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        fields: &[&str],
        body: &str,
    ) -> Result<Answer> {
        let fields: String = fields.iter().map(|field| format!("{field}\r\n")).collect();
        self.ask(&format!(
            "{method} {path} HTTP/1.1\r\nHost: bench\r\n{fields}Content-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn ask(&mut self, request: &str) -> Result<Answer> {
        self.0.get_mut().write_all(request.as_bytes())?;
        let head = self.head()?;
        let status = head.get(9..12).and_then(|digits| digits.parse().ok());
        let field = |name: &str| {
            head.lines().find_map(|line| {
                let (known, value) = line.split_once(':')?;
                known
                    .eq_ignore_ascii_case(name)
                    .then(|| value.trim().to_owned())
            })
        };
        let body = if field("transfer-encoding").is_some() {
            self.chunks()?
        } else {
            let length = field("content-length").and_then(|length| length.parse().ok());
            self.bytes(length.unwrap_or(0))?
        };
        Ok(Answer {
            status: status.ok_or(ErrorKind::InvalidData)?,
            head_bytes: head.len(),
            body,
            etag: field("etag"),
        })
    }

    fn head(&mut self) -> Result<String> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.0.read_line(&mut head)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(head)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let mut line = String::new();
            self.0.read_line(&mut line)?;
            let length = usize::from_str_radix(line.trim(), 16).map_err(Error::other)?;
            let chunk = self.bytes(length + 2)?;
            if length == 0 {
                return Ok(body);
            }
            body.extend_from_slice(&chunk[..length]);
        }
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>> {
        let mut bytes = vec![0; length];
        self.0.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
