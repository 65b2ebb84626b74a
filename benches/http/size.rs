//! How heavy it is: on the wire, in memory, on the disk, at the start.

use super::client::Connection;
use super::data::Data;
use super::servers::Product;
use super::{Row, row};

/// From the start of the process to the first page, on a database that is there: the median of
/// five.
pub fn cold_start(data: &Data) -> Option<Row> {
    let mut starts: Vec<_> = (0..5).map(|_| Product::start(data).first_answer).collect();
    starts.sort_unstable();
    Some(row(
        "cold start to first page, 100,000 bookings",
        format!("{} ms", starts[2].as_millis()),
        "< 150 ms",
    ))
}

/// The booking page and all that it loads, as a browser asks for it.
pub fn page_weight(product: &Product) -> Vec<Row> {
    let mut connection = Connection::open(&product.address).unwrap();
    let fields = ["Accept-Encoding: br, gzip", "Accept-Language: de"];
    let plain = connection.get("/@host0/session", &fields[1..]).unwrap();
    let html = String::from_utf8_lossy(&plain.body).into_owned();
    let loaded = loaded(&html);
    let mut parts = Vec::new();
    let mut bytes = 0;
    for path in std::iter::once("/@host0/session".to_owned()).chain(loaded) {
        if path.starts_with("data:") {
            continue;
        }
        assert!(path.starts_with('/'), "{path} is loaded from elsewhere");
        let answer = connection.get(&path, &fields).unwrap();
        assert_eq!(answer.status, 200, "{path}");
        bytes += answer.head_bytes + answer.body.len();
        parts.push(format!(
            "{} {:.1} kB",
            path.split('?').next().unwrap_or_default(),
            (answer.head_bytes + answer.body.len()) as f64 / 1_000.0
        ));
    }
    vec![
        row(
            "booking page over the wire, brotli, with header fields",
            format!("{:.1} kB ({})", bytes as f64 / 1_000.0, parts.join(", ")),
            "≤ 20 kB",
        ),
        row("its requests", parts.len().to_string(), "≤ 4"),
    ]
}

/// What a browser loads for a page: styles, scripts, pictures.
fn loaded(html: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split('<')
        .filter_map(|tag| {
            let tag = tag.split('>').next()?;
            let attribute = match tag.split_whitespace().next()? {
                "script" | "img" => "src=\"",
                "link"
                    if ["stylesheet", "modulepreload", "preload", "icon"]
                        .iter()
                        .any(|rel| tag.contains(&format!("rel=\"{rel}\""))) =>
                {
                    "href=\""
                }
                _ => return None,
            };
            let value = tag.split(attribute).nth(1)?.split('"').next()?;
            Some(value.replace("&amp;", "&"))
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Resident memory after 10,000 requests to pages and slots of all hosts.
pub fn memory(data: &Data) -> Vec<Row> {
    let product = Product::start(data);
    let begin = product.resident_kb();
    std::thread::scope(|scope| {
        for client in 0..8 {
            let product = &product;
            scope.spawn(move || {
                let mut connection = Connection::open(&product.address).unwrap();
                for number in 0..1_250 {
                    let host = (number * 8 + client) % product.hosts;
                    let path = match number % 3 {
                        0 => format!("/@host{host}"),
                        1 => format!("/@host{host}/session"),
                        _ => format!("/@host{host}/session?month=2027-01"),
                    };
                    connection.get(&path, &["Accept-Encoding: br"]).unwrap();
                }
            });
        }
    });
    vec![row(
        "resident memory after 10,000 requests, 200 hosts, 20,000 busy entries",
        format!(
            "{:.1} MB (after the start {:.1} MB)",
            product.resident_kb() as f64 / 1_024.0,
            begin as f64 / 1_024.0
        ),
        "< 50 MB",
    )]
}

/// The released program.
pub fn binary() -> Row {
    let bytes = std::fs::metadata(env!("CARGO_BIN_EXE_zeitgenosse"))
        .unwrap()
        .len();
    row(
        "release binary",
        format!("{:.1} MB", bytes as f64 / 1e6),
        "< 40 MB",
    )
}
