//! `/assets/{name}?v={hash}`: stylesheet, modules and drawings, which are part of the program.

use std::collections::HashMap;
use std::sync::LazyLock;

use actix_web::web::{Bytes, Path, Query};
use actix_web::{HttpRequest, HttpResponse, Responder, get};
use rust_embed::{EmbeddedFile, RustEmbed};
use serde::Deserialize;

use super::encoded::{Coding, Encoded};

#[derive(RustEmbed)]
#[folder = "frontend/css/"]
#[prefix = "css/"]
struct Styles;

#[derive(RustEmbed)]
#[folder = "frontend/js/"]
#[prefix = "js/"]
struct Modules;

#[derive(RustEmbed)]
#[folder = "frontend/img/"]
#[prefix = "img/"]
struct Images;

/// A file that is part of the program.
fn file(name: &str) -> Option<EmbeddedFile> {
    Styles::get(name)
        .or_else(|| Modules::get(name))
        .or_else(|| Images::get(name))
}

struct Asset {
    mime: String,
    hash: String,
    body: Encoded,
}

static ASSETS: LazyLock<HashMap<String, Asset>> = LazyLock::new(|| {
    Styles::iter()
        .chain(Modules::iter())
        .chain(Images::iter())
        .filter_map(|name| {
            let file = file(&name)?;
            let hash: String = file.metadata.sha256_hash()[..5]
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            let asset = Asset {
                mime: file.metadata.mimetype().to_owned(),
                hash,
                body: Encoded::new(Bytes::from(file.data.into_owned())),
            };
            Some((name.into_owned(), asset))
        })
        .collect()
});

/// The icon as a `data:` address, so that no page asks for it.
static ICON: LazyLock<String> = LazyLock::new(|| {
    let svg = file("img/icon.svg").map_or_else(String::new, |file| {
        String::from_utf8_lossy(&file.data).into_owned()
    });
    let escaped = svg
        .trim()
        .replace('"', "'")
        .replace('#', "%23")
        .replace('<', "%3C")
        .replace('>', "%3E");
    format!("data:image/svg+xml,{escaped}")
});

/// The address of an asset: `/assets/css/style.css?v=1f3a5c7e9b`. It changes with the content.
pub fn url(name: &str) -> String {
    let hash = ASSETS.get(name).map_or("", |asset| asset.hash.as_str());
    format!("/assets/{name}?v={hash}")
}

/// The icon as a `data:` address.
pub fn icon() -> &'static str {
    &ICON
}

#[derive(Deserialize)]
struct Version {
    #[serde(default)]
    v: String,
}

/// `GET /assets/{name}?v={hash}`: kept for a year by the reader when the hash is that of now.
#[get("/assets/{name:.*}")]
pub async fn serve(
    request: HttpRequest,
    name: Path<String>,
    version: Query<Version>,
) -> impl Responder {
    let Some(asset) = ASSETS.get(name.as_str()) else {
        return HttpResponse::NotFound().finish();
    };
    let keep = if version.v == asset.hash {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.mime.as_str())
        .insert_header(("Cache-Control", keep));
    let coding = Coding::of(&request);
    coding.answer(response, asset.body.body(coding))
}

#[cfg(test)]
mod tests {
    use super::{ASSETS, icon, url};

    #[test]
    fn an_address_carries_the_hash_of_its_content() {
        let url = url("css/style.css");

        assert!(url.starts_with("/assets/css/style.css?v="), "{url}");
        assert!(url.ends_with(&ASSETS["css/style.css"].hash));
    }

    #[test]
    fn the_icon_needs_no_request() {
        assert!(icon().starts_with("data:image/svg+xml,%3Csvg"));
        assert!(!icon().contains('#'));
    }
}
