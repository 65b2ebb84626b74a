use std::sync::LazyLock;

use chrono::{DateTime, TimeDelta, Utc};

use super::{PrivateKey, PublicKey, Refusal, Request, Scheme, Signed, sign};

/// Making one takes long.
static KEY: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::generate().unwrap());

const KEY_ID: &str = "https://a.example/actor#main-key";
const BODY: &[u8] = br#"{"type":"Follow"}"#;

fn now() -> DateTime<Utc> {
    "2026-01-08T08:00:00Z".parse().unwrap()
}

fn public() -> PublicKey {
    PublicKey::from_pem(&KEY.public_pem().unwrap()).unwrap()
}

/// A request that can be changed before it is looked at.
#[derive(Clone)]
struct Sent {
    method: String,
    origin: String,
    target: String,
    fields: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Sent {
    fn new(scheme: Scheme, method: &str, target: &str) -> Self {
        let with_body = method == "POST";
        let own = if with_body { "content-type" } else { "accept" };
        let mut sent = Self {
            method: method.to_owned(),
            origin: "https://b.example".to_owned(),
            target: target.to_owned(),
            fields: vec![(own.to_owned(), "application/activity+json".to_owned())],
            body: with_body.then(|| BODY.to_vec()),
        };
        let signed = sign(&sent.request(), scheme, (KEY_ID, &KEY), now()).unwrap();
        let signed = signed.into_iter();
        sent.fields
            .extend(signed.map(|(name, value)| (name.to_owned(), value)));
        sent
    }

    fn request(&self) -> Request<'_> {
        Request {
            method: &self.method,
            origin: &self.origin,
            target: &self.target,
            fields: &self.fields,
            body: self.body.as_deref(),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }

    /// The same with a field that reads otherwise.
    fn edited(self, name: &str, edit: impl Fn(&str) -> String) -> Self {
        self.with(|sent| {
            for (field, value) in &mut sent.fields {
                if field == name {
                    *value = edit(value);
                }
            }
        })
    }

    fn read_at(&self, now: DateTime<Utc>) -> Result<Signed, Refusal> {
        Signed::read(&self.request(), now)
    }

    fn refusal(&self) -> Option<Refusal> {
        self.read_at(now()).err()
    }

    /// Whether it is read and the key fits.
    fn is_good(&self) -> bool {
        self.read_at(now())
            .is_ok_and(|signed| signed.is_by(&public()))
    }
}

fn both() -> [Scheme; 2] {
    [Scheme::Cavage, Scheme::Message]
}

#[test]
fn what_is_signed_is_verified_and_names_its_key() {
    for scheme in both() {
        for (method, target) in [("POST", "/inbox"), ("GET", "/ap/p/1"), ("GET", "/x?page=2")] {
            let sent = Sent::new(scheme, method, target);
            assert!(sent.is_good(), "{scheme:?} {method} {target}");
            assert_eq!(sent.read_at(now()).unwrap().key_id, KEY_ID);
        }
    }
}

#[test]
fn nothing_of_what_is_signed_can_be_changed() {
    type Change = fn(&mut Sent);
    let changes: [(&str, Change); 4] = [
        ("method", |sent| sent.method = "PUT".to_owned()),
        ("origin", |sent| {
            sent.origin = "https://c.example".to_owned()
        }),
        ("target", |sent| sent.target = "/other".to_owned()),
        ("body", |sent| sent.body = Some(b"{}".to_vec())),
    ];
    for scheme in both() {
        for (what, change) in changes {
            let sent = Sent::new(scheme, "POST", "/inbox").with(change);
            assert!(!sent.is_good(), "{scheme:?}: {what}");
        }
        let other = PrivateKey::generate().unwrap().public_pem().unwrap();
        let other = PublicKey::from_pem(&other).unwrap();
        let signed = Sent::new(scheme, "POST", "/inbox").read_at(now()).unwrap();
        assert!(!signed.is_by(&other), "{scheme:?}: another key");
    }
}

#[test]
fn a_signature_counts_for_an_hour_and_against_clocks_that_go_wrong_by_five_minutes() {
    for scheme in both() {
        let sent = Sent::new(scheme, "GET", "/actor");
        for (minutes, is_good) in [(-6, false), (-5, true), (60, true), (61, false)] {
            let at = now() + TimeDelta::minutes(minutes);
            let refusal = sent.read_at(at).err();
            let expected = (!is_good).then_some(Refusal::Time);
            assert_eq!(refusal, expected, "{scheme:?} {minutes}");
        }
    }
}

#[test]
fn a_query_may_be_left_out_by_the_draft_alone() {
    for scheme in both() {
        let sent = Sent::new(scheme, "GET", "/x").with(|sent| sent.target = "/x?page=2".to_owned());
        assert_eq!(sent.is_good(), scheme == Scheme::Cavage);
    }
}

#[test]
fn a_draft_signature_that_leaves_something_open_is_none() {
    let without = |name: &str| {
        let sent = Sent::new(Scheme::Cavage, "POST", "/inbox");
        let name = format!("{name} ");
        sent.edited("signature", |field| field.replace(&name, ""))
    };
    for name in ["(request-target)", "host", "date", "digest"] {
        assert_eq!(without(name).refusal(), Some(Refusal::Coverage), "{name}");
    }

    let sent = || Sent::new(Scheme::Cavage, "POST", "/inbox");
    let signature = |from: &'static str, to: &'static str| {
        sent().edited("signature", move |field| field.replace(from, to))
    };
    for (request, refusal) in [
        (sent().with(|sent| sent.fields.clear()), Refusal::Missing),
        (signature("rsa-sha256", "rsa-sha1"), Refusal::Algorithm),
        (signature("rsa-sha256", "hmac-sha256"), Refusal::Algorithm),
        (signature("date", "date (created)"), Refusal::Algorithm),
        (signature("keyId=", "key="), Refusal::Malformed),
        (
            signature("keyId=", "keyId=\"x\",keyId="),
            Refusal::Malformed,
        ),
        (
            signature("signature=", "signature=\"!\",x="),
            Refusal::Malformed,
        ),
        (
            signature("headers=\"", "headers=\"x-none "),
            Refusal::Malformed,
        ),
        (signature("keyId=\"", "expires=1,keyId=\""), Refusal::Time),
        (
            signature("keyId=\"", "expires=soon,keyId=\""),
            Refusal::Malformed,
        ),
        (
            sent().edited("date", |_| "yesterday".to_owned()),
            Refusal::Malformed,
        ),
        (
            sent().edited("digest", |_| "SHA-256=AAAA".to_owned()),
            Refusal::Digest,
        ),
        (
            sent().edited("digest", |field| field.replace("SHA-256", "SHA-512")),
            Refusal::Digest,
        ),
        (
            sent().edited("signature", |field| field.repeat(40)),
            Refusal::Malformed,
        ),
    ] {
        assert_eq!(request.refusal(), Some(refusal), "{:?}", request.fields);
    }
}

#[test]
fn a_message_signature_that_leaves_something_open_is_none() {
    let sent = || Sent::new(Scheme::Message, "POST", "/inbox");
    let input = |from: &'static str, to: &'static str| {
        sent().edited("signature-input", move |field| field.replace(from, to))
    };
    for (request, refusal) in [
        (input("\"@method\" ", ""), Refusal::Coverage),
        (input("\"@target-uri\" ", ""), Refusal::Coverage),
        (
            input("\"@target-uri\"", "\"@authority\""),
            Refusal::Coverage,
        ),
        (input(" \"content-digest\"", ""), Refusal::Coverage),
        (input(";created=1767859200", ""), Refusal::Coverage),
        (input("rsa-v1_5-sha256", "hmac-sha256"), Refusal::Algorithm),
        (
            input("\"@method\"", "\"@method\" \"@method\""),
            Refusal::Malformed,
        ),
        (input("\"@method\"", "\"@method\";req"), Refusal::Malformed),
        (
            input("\"@method\"", "\"@method\" \"@status\""),
            Refusal::Malformed,
        ),
        (input("keyid", "kid"), Refusal::Malformed),
        (input("sig1=", "sig1"), Refusal::Malformed),
        (input("sig1=", "sig2="), Refusal::Malformed),
        (
            input(";created", ";expires=1767859199;created"),
            Refusal::Time,
        ),
        (
            sent().edited("content-digest", |_| "sha-256=:AAAA:".to_owned()),
            Refusal::Digest,
        ),
        (
            sent().with(|sent| sent.fields.retain(|(name, _)| name != "signature")),
            Refusal::Missing,
        ),
    ] {
        assert_eq!(request.refusal(), Some(refusal), "{:?}", request.fields);
    }
    // A query that is not covered could be exchanged.
    let open = Sent::new(Scheme::Message, "GET", "/x?page=2").edited("signature-input", |field| {
        field.replace("\"@target-uri\"", "\"@authority\" \"@path\"")
    });
    assert_eq!(open.refusal(), Some(Refusal::Coverage));
}

#[test]
fn keys_are_kept_as_text_and_nonsense_is_none() {
    let pem = KEY.to_pem().unwrap();
    let again = PrivateKey::from_pem(&pem).unwrap();
    assert_eq!(again.public_pem().unwrap(), KEY.public_pem().unwrap());
    assert!(PrivateKey::from_pem(&KEY.public_pem().unwrap()).is_err());
    for nonsense in ["", "-----BEGIN PUBLIC KEY-----", &pem, &"A".repeat(5_000)] {
        assert!(PublicKey::from_pem(nonsense).is_err(), "{nonsense}");
    }
}
