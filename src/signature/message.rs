//! RFC 9421, HTTP Message Signatures, with Content-Digest (RFC 9530).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use sfv::{BareItem, Dictionary, FieldType, InnerList, Item, List, ListEntry, Parser};

use super::{KeyError, PrivateKey, Refusal, Request, Signed, check_time, digest, seconds};

/// The most parts that a signature covers.
const MOST_PARTS: usize = 30;
/// The one method we know (RFC 9421 §3.3.2).
const ALGORITHM: &str = "rsa-v1_5-sha256";

/// Reads the fields `Signature-Input` and `Signature`. Of several signatures the first with an
/// address of a key counts.
pub(super) fn read(
    request: &Request<'_>,
    input: &str,
    now: DateTime<Utc>,
) -> Result<Signed, Refusal> {
    let inputs = dictionary(input)?;
    let named = inputs.iter().find_map(|(label, entry)| match entry {
        ListEntry::InnerList(parts) => Some((label, parts, text(parts, "keyid")?)),
        ListEntry::Item(_) => None,
    });
    let (label, parts, key_id) = named.ok_or(Refusal::Malformed)?;
    if text(parts, "alg").is_some_and(|algorithm| algorithm != ALGORITHM) {
        return Err(Refusal::Algorithm);
    }
    let names = names(parts)?;
    let covers = |name: &str| names.contains(&name);
    let has_target = covers("@target-uri")
        || covers("@authority")
            && (covers("@request-target")
                || covers("@path") && (request.query().is_none() || covers("@query")));
    let is_complete =
        covers("@method") && has_target && (request.body.is_none() || covers("content-digest"));
    let created = integer(parts, "created").ok_or(Refusal::Coverage)?;
    if !is_complete {
        return Err(Refusal::Coverage);
    }
    let expires = integer(parts, "expires").map(seconds).transpose()?;
    check_time(Some(seconds(created)?), expires, now)?;
    if let Some(body) = request.body {
        check_digest(request, body)?;
    }
    let signatures = request.short_field("signature")?.ok_or(Refusal::Missing)?;
    let signatures = dictionary(&signatures)?;
    let signature = match signatures.get(label) {
        Some(ListEntry::Item(Item {
            bare_item: BareItem::ByteSequence(octets),
            ..
        })) => octets.clone(),
        _ => return Err(Refusal::Malformed),
    };
    Ok(Signed {
        key_id: key_id.to_owned(),
        signature,
        bases: vec![base(request, parts, &names)?],
    })
}

/// The fields that sign a request.
pub(super) fn sign(
    request: &Request<'_>,
    (key_id, key): (&str, &PrivateKey),
    now: DateTime<Utc>,
) -> Result<Vec<(&'static str, String)>, KeyError> {
    let mut fields = Vec::new();
    let mut lines = vec![
        line("@method", request.method),
        line(
            "@target-uri",
            &format!("{}{}", request.origin, request.target),
        ),
    ];
    let mut names = vec!["@method", "@target-uri"];
    if let Some(body) = request.body {
        let digest = format!("sha-256=:{}:", STANDARD.encode(digest(body)));
        names.push("content-digest");
        lines.push(line("content-digest", &digest));
        fields.push(("content-digest", digest));
    }
    let covered: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let parameters = format!(
        r#"({});created={};keyid="{key_id}";alg="{ALGORITHM}""#,
        covered.join(" "),
        now.timestamp()
    );
    lines.push(line("@signature-params", &parameters));
    let signature = STANDARD.encode(key.sign(lines.join("\n").as_bytes())?);
    fields.push(("signature-input", format!("sig1={parameters}")));
    fields.push(("signature", format!("sig1=:{signature}:")));
    Ok(fields)
}

/// The signature base (§2.5).
fn base(request: &Request<'_>, parts: &InnerList, names: &[&str]) -> Result<String, Refusal> {
    let mut lines = Vec::with_capacity(names.len() + 1);
    for name in names {
        let value = match *name {
            "@method" => Some(request.method.to_owned()),
            "@target-uri" => Some(format!("{}{}", request.origin, request.target)),
            "@authority" => Some(request.authority().to_ascii_lowercase()),
            "@scheme" => request.origin.split("://").next().map(str::to_owned),
            "@request-target" => Some(request.target.to_owned()),
            "@path" => Some(request.path().to_owned()),
            // §2.2.7: a request without a query has an empty one.
            "@query" => Some(format!("?{}", request.query().unwrap_or_default())),
            name if name.starts_with('@') => None,
            name => request.field(name),
        };
        lines.push(line(name, &value.ok_or(Refusal::Malformed)?));
    }
    let list: List = vec![ListEntry::InnerList(parts.clone())];
    let parameters = list.serialize().ok_or(Refusal::Malformed)?;
    lines.push(line("@signature-params", &parameters));
    Ok(lines.join("\n"))
}

fn line(name: &str, value: &str) -> String {
    format!("\"{name}\": {value}")
}

/// The names of what is covered. One with parameters of its own is read by nobody here, and one
/// that comes twice is an error (§2.5).
fn names(parts: &InnerList) -> Result<Vec<&str>, Refusal> {
    let mut names: Vec<&str> = Vec::new();
    if parts.items.len() > MOST_PARTS {
        return Err(Refusal::Malformed);
    }
    for part in &parts.items {
        match &part.bare_item {
            BareItem::String(name) if part.params.is_empty() => {
                if names.contains(&name.as_str()) {
                    return Err(Refusal::Malformed);
                }
                names.push(name.as_str());
            }
            _ => return Err(Refusal::Malformed),
        }
    }
    Ok(names)
}

fn text<'a>(parts: &'a InnerList, name: &str) -> Option<&'a str> {
    match parts.params.get(name)? {
        BareItem::String(text) => Some(text.as_str()),
        _ => None,
    }
}

fn integer(parts: &InnerList, name: &str) -> Option<i64> {
    match parts.params.get(name)? {
        BareItem::Integer(number) => Some(i64::from(*number)),
        _ => None,
    }
}

fn dictionary(field: &str) -> Result<Dictionary, Refusal> {
    Parser::new(field).parse().map_err(|_| Refusal::Malformed)
}

/// Holds the body against `Content-Digest` (RFC 9530 §2).
fn check_digest(request: &Request<'_>, body: &[u8]) -> Result<(), Refusal> {
    let field = request.short_field("content-digest")?;
    let digests = dictionary(&field.ok_or(Refusal::Malformed)?)?;
    match digests.get("sha-256") {
        Some(ListEntry::Item(Item {
            bare_item: BareItem::ByteSequence(octets),
            ..
        })) if *octets == digest(body) => Ok(()),
        _ => Err(Refusal::Digest),
    }
}
