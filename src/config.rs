//! Settings: read once at the start, handed to whoever needs them.

use std::path::{Path, PathBuf};

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};
use url::Url;

/// Every setting. The keys are those of the file and, as `ZEITGENOSSE_SECTION__KEY`, of the
/// environment.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// Address and port to listen on; port 0 takes a free one.
    pub bind: String,
    /// How the instance is reached from outside, without path; default `http://` + bind.
    pub base_url: Option<Url>,
    /// Where the database, mails and the secret are kept.
    pub data_dir: PathBuf,
    /// `sqlite:PATH` or `postgres://…`; default `sqlite:<data_dir>/zeitgenosse.db`.
    pub database_url: Option<String>,
    /// From which tokens are derived; at least 32 characters. Default: made at the first start
    /// and kept in `<data_dir>/secret.key`. Several machines that share one database need the same.
    pub secret_key: Option<String>,
    /// How mail is sent.
    pub mail: MailConfig,
    /// Where rooms come from.
    pub rooms: RoomsConfig,
    /// Other instances.
    pub federation: FederationConfig,
    /// What outgoing requests may reach.
    pub network: NetworkConfig,
}

/// Other instances.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct FederationConfig {
    /// With whom we act together.
    pub mode: FederationMode,
}

/// With whom an instance acts together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FederationMode {
    /// With those that are allied.
    #[default]
    Allowlist,
    /// With everybody who is not blocked.
    Open,
    /// With nobody: no address of the fediverse answers.
    Off,
}

/// How mail is sent.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct MailConfig {
    /// `smtp://user:password@host:port` or `smtps://…`; without it every mail is a file.
    pub smtp_url: Option<String>,
    /// The address mail comes from; default `zeitgenosse@<host of base_url>`.
    pub from: Option<String>,
    /// Whether the mail server hands answers to invitations to `zeitgenosse receive-mail`.
    pub replies: bool,
}

/// Where rooms come from.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoomsConfig {
    /// A Jitsi Meet server.
    pub jitsi: Option<JitsiConfig>,
}

/// A Jitsi Meet server.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct JitsiConfig {
    /// Its address, `https://meet.example`.
    pub url: Url,
    /// Who runs it, as clients read it.
    #[serde(default)]
    pub operator: String,
}

/// What outgoing requests may reach.
#[derive(Debug, Clone, Default, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub struct NetworkConfig {
    /// Loopback and private ranges, over plain http: for development and tests alone.
    pub allow_private: bool,
}

/// Settings that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// An unknown or ill-typed key, or a file that is not TOML.
    #[error(transparent)]
    Unreadable(#[from] Box<figment::Error>),
    /// The file that was named does not exist.
    #[error("the configuration file {0} does not exist")]
    Missing(PathBuf),
    /// A value that no start is possible with.
    #[error("{key}: {reason}")]
    Invalid {
        /// Which key.
        key: &'static str,
        /// What is wrong.
        reason: String,
    },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            bind: "127.0.0.1:8080".to_owned(),
            base_url: None,
            data_dir: PathBuf::from("./data"),
            database_url: None,
            secret_key: None,
            mail: MailConfig::default(),
            rooms: RoomsConfig::default(),
            federation: FederationConfig::default(),
            network: NetworkConfig::default(),
        }
    }
}

impl Config {
    /// Reads the file, then the environment over it, then the flag `data_dir` over that.
    ///
    /// Without `file`, `zeitgenosse.toml` beside the data folder is read if it exists.
    ///
    /// # Errors
    /// `ConfigError` names the key that is unknown, ill-typed or unusable.
    pub fn load(file: Option<&Path>, data_dir: Option<&Path>) -> Result<Self, ConfigError> {
        if let Some(file) = file
            && !file.exists()
        {
            return Err(ConfigError::Missing(file.to_owned()));
        }
        // The clock of tests and the name of the file are read elsewhere.
        let env = Env::prefixed("ZEITGENOSSE_")
            .ignore(&["now", "config", "log"])
            .split("__");
        let given = Figment::new().merge(env.clone());
        let beside = data_dir
            .map(Path::to_owned)
            .or_else(|| given.extract_inner("data_dir").ok())
            .unwrap_or_else(|| Self::default().data_dir)
            .parent()
            .unwrap_or(Path::new("."))
            .join("zeitgenosse.toml");
        let file = file.unwrap_or(&beside);
        let mut figment = Figment::from(Serialized::defaults(Self::default()));
        if file.exists() {
            figment = figment.merge(Toml::file_exact(file));
        }
        let mut config: Self = figment.merge(env).extract().map_err(Box::new)?;
        if let Some(data_dir) = data_dir {
            data_dir.clone_into(&mut config.data_dir);
        }
        config.check()?;
        Ok(config)
    }

    fn check(&self) -> Result<(), ConfigError> {
        let invalid = |key, reason: &str| {
            Err(ConfigError::Invalid {
                key,
                reason: reason.to_owned(),
            })
        };
        if let Some(url) = &self.base_url
            && (!matches!(url.scheme(), "http" | "https")
                || url.host_str().is_none()
                || url.path() != "/")
        {
            return invalid(
                "base_url",
                "must be http:// or https:// and a host, without a path",
            );
        }
        if let Some(url) = &self.database_url
            && !url.starts_with("sqlite:")
            && !url.starts_with("postgres://")
            && !url.starts_with("postgresql://")
        {
            return invalid("database_url", "must begin with sqlite: or postgres://");
        }
        if self.secret_key.as_ref().is_some_and(|key| key.len() < 32) {
            return invalid("secret_key", "must have at least 32 characters");
        }
        Ok(())
    }

    /// Where the database is.
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", self.data_dir.join("zeitgenosse.db").display()))
    }
}
