//! Another host on the web that answers as it is told.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

/// What the host answers next.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    fields: Vec<(String, String)>,
    body: Vec<u8>,
}

/// A host of its own on 127.0.0.1.
pub struct Site {
    reply: Arc<Mutex<Reply>>,
    seen: Arc<Mutex<Vec<String>>>,
    /// How it is reached, without a slash at the end.
    pub url: String,
}

impl Reply {
    /// An answer with a body.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            fields: Vec::new(),
            body: body.into(),
        }
    }

    /// The same with a header field more.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl Site {
    /// Begins to answer with `reply`.
    pub fn start(reply: Reply) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (reply, seen) = (Arc::new(Mutex::new(reply)), Arc::default());
        let site = Self { reply, seen, url };
        let (reply, seen) = (Arc::clone(&site.reply), Arc::clone(&site.seen));
        // It ends with the test: nothing waits for it.
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let head = read_head(&mut BufReader::new(&stream));
                seen.lock().unwrap().push(head);
                let reply = reply.lock().unwrap().clone();
                // Whoever asked may have had enough.
                let _ = write(&stream, &reply);
            }
        });
        site
    }

    /// Answers with this from now on.
    pub fn answers(&self, reply: Reply) {
        *self.reply.lock().unwrap() = reply;
    }

    /// The requests so far, each with its header fields in lower case.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

fn read_head(stream: &mut impl BufRead) -> String {
    let mut head = String::new();
    for line in stream.lines().map_while(Result::ok) {
        if line.is_empty() {
            break;
        }
        head.push_str(&line.to_lowercase());
        head.push('\n');
    }
    head
}

fn write(mut stream: impl Write, reply: &Reply) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 {} Answer\r\n", reply.status)?;
    for (name, value) in &reply.fields {
        write!(stream, "{name}: {value}\r\n")?;
    }
    let length = reply.body.len();
    write!(
        stream,
        "Content-Length: {length}\r\nConnection: close\r\n\r\n"
    )?;
    stream.write_all(&reply.body)
}
