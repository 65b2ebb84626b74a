//! draft-cavage-http-signatures-12, as the fediverse speaks it.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};

use super::{KeyError, PrivateKey, Refusal, Request, Signed, check_time, digest, seconds};

/// The most names that a signature covers.
const MOST_NAMES: usize = 30;
/// The most digests of one body.
const MOST_DIGESTS: usize = 10;

/// Reads the field `Signature`.
pub(super) fn read(request: &Request<'_>, now: DateTime<Utc>) -> Result<Signed, Refusal> {
    let field = request.short_field("signature")?.ok_or(Refusal::Missing)?;
    let parameters = Parameters::read(&field)?;
    let algorithm = parameters.get("algorithm").unwrap_or("hs2019");
    // What hs2019 means the key says; ours are of RSA.
    if !matches!(algorithm, "rsa-sha256" | "hs2019") {
        return Err(Refusal::Algorithm);
    }
    let names = parameters.get("headers").unwrap_or("(created)");
    let names: Vec<String> = names.split(' ').map(str::to_ascii_lowercase).collect();
    if names.len() > MOST_NAMES {
        return Err(Refusal::Malformed);
    }
    let covers = |name: &str| names.iter().any(|covered| covered == name);
    let is_complete = covers("(request-target)")
        && covers("host")
        && (covers("date") || covers("(created)"))
        && (request.body.is_none() || covers("digest"));
    if !is_complete {
        return Err(Refusal::Coverage);
    }
    // §2.3: with the algorithms of the first drafts a time of its own is an error.
    if covers("(created)") && algorithm != "hs2019" {
        return Err(Refusal::Algorithm);
    }
    let date = match covers("date") {
        true => Some(date(&request.field("date").ok_or(Refusal::Malformed)?)?),
        false => None,
    };
    let (created, expires) = (parameters.time("created")?, parameters.time("expires")?);
    check_time(date, expires, now)?;
    check_time(created, None, now)?;
    if let Some(body) = request.body {
        check_digest(request, body)?;
    }
    let base = |target: &str| base(request, &names, &parameters, target);
    let mut bases = vec![base(request.target)?];
    if request.query().is_some() {
        bases.push(base(request.path())?);
    }
    let signature = parameters.get("signature").ok_or(Refusal::Malformed)?;
    Ok(Signed {
        key_id: parameters
            .get("keyId")
            .ok_or(Refusal::Malformed)?
            .to_owned(),
        signature: STANDARD.decode(signature).map_err(|_| Refusal::Malformed)?,
        bases,
    })
}

/// The fields that sign a request.
pub(super) fn sign(
    request: &Request<'_>,
    (key_id, key): (&str, &PrivateKey),
    now: DateTime<Utc>,
) -> Result<Vec<(&'static str, String)>, KeyError> {
    let date = httpdate::fmt_http_date(now.into());
    let mut fields = vec![("date", date)];
    let last = match request.body {
        Some(body) => {
            let digest = STANDARD.encode(digest(body));
            fields.push(("digest", format!("SHA-256={digest}")));
            "content-type"
        }
        None => "accept",
    };
    let (method, target) = (request.method.to_ascii_lowercase(), request.target);
    let mut lines = vec![
        format!("(request-target): {method} {target}"),
        format!("host: {}", request.authority()),
    ];
    let mut names = vec!["(request-target)", "host"];
    for (name, value) in &fields {
        names.push(name);
        lines.push(format!("{name}: {value}"));
    }
    if let Some(value) = request.field(last) {
        names.push(last);
        lines.push(format!("{last}: {value}"));
    }
    let signature = STANDARD.encode(key.sign(lines.join("\n").as_bytes())?);
    fields.push((
        "signature",
        format!(
            r#"keyId="{key_id}",algorithm="rsa-sha256",headers="{}",signature="{signature}""#,
            names.join(" ")
        ),
    ));
    Ok(fields)
}

/// What was signed (§2.3).
fn base(
    request: &Request<'_>,
    names: &[String],
    parameters: &Parameters,
    target: &str,
) -> Result<String, Refusal> {
    let mut lines = Vec::with_capacity(names.len());
    for name in names {
        let value = match name.as_str() {
            "(request-target)" => Some(format!("{} {target}", request.method.to_ascii_lowercase())),
            "(created)" => parameters.get("created").map(str::to_owned),
            "(expires)" => parameters.get("expires").map(str::to_owned),
            "host" => Some(request.authority().to_owned()),
            name => request.field(name),
        };
        lines.push(format!("{name}: {}", value.ok_or(Refusal::Malformed)?));
    }
    Ok(lines.join("\n"))
}

/// A date of HTTP (RFC 9110 §5.6.7).
fn date(text: &str) -> Result<DateTime<Utc>, Refusal> {
    let read = httpdate::parse_http_date(text);
    read.map(DateTime::from).map_err(|_| Refusal::Malformed)
}

/// Holds the body against `Digest` (RFC 3230 §4.3.2).
fn check_digest(request: &Request<'_>, body: &[u8]) -> Result<(), Refusal> {
    let field = request.short_field("digest")?.ok_or(Refusal::Malformed)?;
    let given = field.split(',').take(MOST_DIGESTS).find_map(|one| {
        let (name, value) = one.trim().split_once('=')?;
        name.eq_ignore_ascii_case("sha-256").then_some(value)
    });
    let given = given.and_then(|given| STANDARD.decode(given).ok());
    match given == Some(digest(body)) {
        true => Ok(()),
        false => Err(Refusal::Digest),
    }
}

/// The parameters of a signature: `keyId="…",created=1402170695`.
struct Parameters<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Parameters<'a> {
    fn read(field: &'a str) -> Result<Self, Refusal> {
        let mut parameters: Vec<(&str, &str)> = Vec::new();
        let mut rest = field.trim();
        while !rest.is_empty() {
            let (name, after) = rest.split_once('=').ok_or(Refusal::Malformed)?;
            let (value, after) = match after.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"').ok_or(Refusal::Malformed)?,
                None => after.split_at(after.find(',').unwrap_or(after.len())),
            };
            // One name twice: what one program reads first another reads last.
            let name = name.trim();
            if parameters.iter().any(|(known, _)| *known == name) {
                return Err(Refusal::Malformed);
            }
            parameters.push((name, value.trim()));
            let after = after.trim_start();
            rest = match after.strip_prefix(',') {
                Some(next) => next.trim_start(),
                None if after.is_empty() => after,
                None => return Err(Refusal::Malformed),
            };
        }
        Ok(Self(parameters))
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| *value)
    }

    /// A time in seconds; parts of one are cut off.
    fn time(&self, name: &str) -> Result<Option<DateTime<Utc>>, Refusal> {
        let Some(text) = self.get(name) else {
            return Ok(None);
        };
        let whole = text.split('.').next().unwrap_or(text);
        let read = whole.parse().map_err(|_| Refusal::Malformed)?;
        seconds(read).map(Some)
    }
}
