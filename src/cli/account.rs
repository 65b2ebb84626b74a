//! `account`: the people of this instance.

use std::io::Read;

use chrono_tz::Tz;
use clap::Subcommand;

use crate::config::Config;
use crate::kernel::people::{Language, Username};
use crate::service::hosts::{self, NewPerson};
use crate::service::{ServiceError, accounts, app_passwords};
use crate::store::{Db, Store};

/// What to do with accounts.
#[derive(Subcommand)]
pub(super) enum Command {
    /// Add a person.
    Add(Add),
    /// List everybody.
    List {
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Close an account: the person is not shown any more and cannot log in.
    Disable {
        /// Whose.
        #[arg(long)]
        username: String,
    },
    /// Print a new API token, and nothing else.
    Token {
        /// Whose.
        #[arg(long)]
        username: String,
        /// What it is for.
        #[arg(long, default_value = "command line")]
        label: String,
    },
    /// Print a new password for a calendar program, and nothing else.
    AppPassword {
        /// Whose.
        #[arg(long)]
        username: String,
        /// Which program.
        #[arg(long)]
        label: String,
    },
}

/// A person to be added.
#[derive(clap::Args)]
pub(super) struct Add {
    /// The name in the address.
    #[arg(long)]
    username: String,
    /// As they write it.
    #[arg(long)]
    name: String,
    /// Where mail for them goes.
    #[arg(long)]
    email: String,
    /// IANA name of their time zone.
    #[arg(long)]
    zone: Tz,
    /// What they read: de or en.
    #[arg(long, default_value = "de", value_parser = language)]
    language: Language,
    /// May change the instance.
    #[arg(long)]
    admin: bool,
    /// Read the password from standard input; without it they cannot log in.
    #[arg(long)]
    password_stdin: bool,
}

fn language(tag: &str) -> Result<Language, String> {
    tag.parse().map_err(|()| "must be de or en".to_owned())
}

/// Does it.
pub(super) async fn run(config: Config, command: Command) -> anyhow::Result<()> {
    std::fs::create_dir_all(&config.data_dir)?;
    let store = Store::open(&config.database_url())?;
    match command {
        Command::Add(new) => add(&store, new).await,
        Command::List { json } => list(&store, json).await,
        Command::Disable { username } => {
            let username = Username::parse(&username)?;
            let now = super::clock()?.now();
            store
                .write(move |db| hosts::set_disabled(db, &username, true, now))
                .await
                .map_err(explain)
        }
        Command::Token { username, label } => {
            let username = Username::parse(&username)?;
            let now = super::clock()?.now();
            let token = store
                .write(move |db| accounts::add_token(db, &username, &label, now))
                .await
                .map_err(explain)?;
            println!("{token}");
            Ok(())
        }
        Command::AppPassword { username, label } => {
            let username = Username::parse(&username)?;
            let now = super::clock()?.now();
            let password = store
                .write(move |db| app_passwords::create_for(db, &username, &label, now))
                .await
                .map_err(explain)?;
            println!("{password}");
            Ok(())
        }
    }
}

async fn add(store: &Store, new: Add) -> anyhow::Result<()> {
    let password_hash = if new.password_stdin {
        let mut password = String::new();
        std::io::stdin().take(4_096).read_to_string(&mut password)?;
        Some(accounts::hash_password(password.trim_end_matches(['\r', '\n'])).map_err(explain)?)
    } else {
        None
    };
    let person = NewPerson {
        username: new.username,
        name: new.name,
        email: new.email,
        zone: new.zone.name().to_owned(),
        language: new.language,
        is_admin: new.admin,
    };
    let now = super::clock()?.now();
    let person = store
        .write(move |db: &mut Db| {
            let person = hosts::add(db, &person, now)?;
            if let Some(hash) = password_hash {
                accounts::set_password(db, &person.id, &hash)?;
            }
            Ok::<_, ServiceError>(person)
        })
        .await
        .map_err(explain)?;
    println!("{} was added", person.username);
    Ok(())
}

async fn list(store: &Store, json: bool) -> anyhow::Result<()> {
    let everybody = store.read(hosts::list_all).await.map_err(explain)?;
    if json {
        let rows: Vec<_> = everybody
            .iter()
            .map(|person| {
                serde_json::json!({
                    "username": person.username.as_str(),
                    "name": person.name,
                    "email": person.email.as_str(),
                    "zone": person.zone.name(),
                    "admin": person.is_admin,
                    "disabled": person.is_disabled,
                })
            })
            .collect();
        println!("{}", serde_json::Value::from(rows));
        return Ok(());
    }
    for person in everybody {
        let state = match (person.is_disabled, person.is_admin) {
            (true, _) => ", disabled",
            (false, true) => ", admin",
            (false, false) => "",
        };
        println!(
            "{}\t{}\t{}{state}",
            person.username, person.name, person.email
        );
    }
    Ok(())
}

/// Names the fields that are wrong.
fn explain(error: ServiceError) -> anyhow::Error {
    let ServiceError::Invalid(fields) = &error else {
        return error.into();
    };
    let fields: Vec<String> = fields
        .iter()
        .map(|field| format!("--{}: {}", field.field, field.code.replace('-', " ")))
        .collect();
    anyhow::anyhow!("{}", fields.join("; "))
}
