//! Another instance, as small as one can be: an actor with a key, an inbox that keeps what comes.

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use actix_web::dev::ServerHandle;
use actix_web::web::{self, Data, Path};
use actix_web::{App, HttpResponse, HttpServer};
use serde_json::{Value, json};
use zeitgenosse::signature::PrivateKey;

/// It answers until it is dropped.
pub struct Elsewhere {
    host: String,
    pub key: PrivateKey,
    inner: Data<Inner>,
    /// Whether its inbox is out of order.
    pub is_deaf: Arc<Mutex<bool>>,
    server: ServerHandle,
}

struct Inner {
    host: String,
    public_key: Mutex<String>,
    received: Mutex<Vec<Value>>,
    asked: Mutex<usize>,
    is_deaf: Arc<Mutex<bool>>,
}

impl Elsewhere {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let key = PrivateKey::generate().unwrap();
        let is_deaf = Arc::new(Mutex::new(false));
        let inner = Data::new(Inner {
            host: host.clone(),
            public_key: Mutex::new(key.public_pem().unwrap()),
            received: Mutex::default(),
            asked: Mutex::default(),
            is_deaf: Arc::clone(&is_deaf),
        });
        let served = inner.clone();
        let server = HttpServer::new(move || {
            App::new()
                .app_data(served.clone())
                .route("/.well-known/nodeinfo", web::get().to(nodeinfo))
                .route("/inbox", web::post().to(inbox))
                .route("/{name}", web::get().to(actor))
        })
        .workers(1)
        .listen(listener)
        .unwrap()
        .run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self {
            host,
            key,
            inner,
            is_deaf,
            server: handle,
        }
    }

    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn at(&self, path: &str) -> String {
        format!("http://{}{path}", self.host)
    }

    pub fn actor(&self) -> String {
        self.at("/actor")
    }

    pub fn key_id(&self) -> String {
        self.at("/actor#main-key")
    }

    /// What came to its inbox.
    pub fn received(&self) -> Vec<Value> {
        self.inner.received.lock().unwrap().clone()
    }

    /// How often it was asked who it is.
    pub fn asked(&self) -> usize {
        *self.inner.asked.lock().unwrap()
    }

    /// Takes another key.
    pub fn rotate(&mut self) {
        self.key = PrivateKey::generate().unwrap();
        *self.inner.public_key.lock().unwrap() = self.key.public_pem().unwrap();
    }
}

impl Drop for Elsewhere {
    fn drop(&mut self) {
        drop(self.server.stop(false));
    }
}

async fn nodeinfo(inner: Data<Inner>) -> HttpResponse {
    let actor = format!("http://{}/actor", inner.host);
    let rel = "https://www.w3.org/ns/activitystreams#Application";
    HttpResponse::Ok().json(json!({"links": [{"rel": rel, "href": actor}]}))
}

/// Itself, another of its kind, and somebody who shows its key as if it were theirs.
async fn actor(inner: Data<Inner>, name: Path<String>) -> HttpResponse {
    *inner.asked.lock().unwrap() += 1;
    let at = format!("http://{}", inner.host);
    if !["actor", "second", "stolen"].contains(&name.as_str()) {
        return HttpResponse::NotFound().finish();
    }
    let owner = match name.as_str() {
        "stolen" => "actor",
        own => own,
    };
    HttpResponse::Ok()
        .content_type("application/activity+json")
        .body(
            json!({
                "@context": "https://www.w3.org/ns/activitystreams",
                "id": format!("{at}/{name}"),
                "type": "Application",
                "preferredUsername": "elsewhere",
                "inbox": format!("{at}/inbox"),
                "publicKey": {
                    "id": format!("{at}/{name}#main-key"),
                    "owner": format!("{at}/{owner}"),
                    "publicKeyPem": *inner.public_key.lock().unwrap(),
                },
            })
            .to_string(),
        )
}

async fn inbox(inner: Data<Inner>, activity: String) -> HttpResponse {
    if *inner.is_deaf.lock().unwrap() {
        return HttpResponse::ServiceUnavailable().finish();
    }
    let activity = serde_json::from_str(&activity).unwrap();
    inner.received.lock().unwrap().push(activity);
    HttpResponse::Accepted().finish()
}
