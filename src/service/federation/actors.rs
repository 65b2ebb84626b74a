//! Who acts here: the instance, its hosts and its teams. An actor is made when it is first asked
//! for, for a key costs time and most are never needed.

use chrono::{DateTime, Utc};

use crate::kernel::people::{Person, Slug, Username};
use crate::kernel::team::Team;
use crate::service::instance::{self, Instance};
use crate::service::links::{self, Links};
use crate::service::vault::Vault;
use crate::service::{ServiceError, hosts, teams};
use crate::signature::{KeyError, PrivateKey};
use crate::store::{self, Db, actors};

/// The id of the instance's own actor.
pub(super) const INSTANCE: &str = "instance";
/// What stands after the name of a team where a person's name would do: `beratung.team`.
const TEAM_SUFFIX: &str = ".team";

/// Of whom an actor is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whose {
    /// The instance.
    Instance,
    /// A host.
    Person(Username),
    /// A team.
    Team(Slug),
}

impl Whose {
    /// Whom a name before the @ means, on an instance that is reached at `host`.
    pub fn of_name(name: &str, host: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case(host) {
            return Some(Self::Instance);
        }
        match name.strip_suffix(TEAM_SUFFIX) {
            Some(team) => Slug::parse(team).ok().map(Self::Team),
            None => Username::parse(name).ok().map(Self::Person),
        }
    }
}

/// Somebody who acts here.
#[derive(Debug, Clone)]
pub enum Owner {
    /// The instance.
    Instance(Box<Instance>),
    /// A host.
    Person(Box<Person>),
    /// A team.
    Team(Box<Team>),
}

impl Owner {
    /// The name before the @, on an instance that is reached at `host`.
    pub fn name(&self, host: &str) -> String {
        match self {
            Self::Instance(_) => host.to_owned(),
            Self::Person(person) => person.username.as_str().to_owned(),
            Self::Team(team) => format!("{}{TEAM_SUFFIX}", team.slug.as_str()),
        }
    }
}

/// An actor of this instance.
#[derive(Debug, Clone)]
pub struct LocalActor {
    /// The end of its address.
    pub id: String,
    /// Who it is.
    pub owner: Owner,
    /// The part of its key that verifies, PEM.
    pub public_key: String,
    sealed_key: String,
}

impl LocalActor {
    /// Where it is.
    pub fn address(&self, links: &Links) -> String {
        match &self.owner {
            Owner::Instance(_) => links.actor(),
            Owner::Person(_) => links.at(&format!("/ap/p/{}", self.id)),
            Owner::Team(_) => links.at(&format!("/ap/t/{}", self.id)),
        }
    }

    /// The part of its key that signs.
    ///
    /// # Errors
    /// When it was sealed with another secret.
    pub fn private_key(&self, vault: &Vault) -> Result<PrivateKey, KeyError> {
        let pem = vault.open(&self.id, &self.sealed_key).ok_or(KeyError)?;
        PrivateKey::from_pem(&pem)
    }
}

/// A key that is ready to be kept.
#[derive(Debug)]
pub struct NewKey {
    id: String,
    public: String,
    sealed: String,
}

impl NewKey {
    /// A new key for an actor that gets a new id. Takes a moment: not to be called in a transaction.
    ///
    /// # Errors
    /// When none can be made.
    pub fn generate(whose: &Whose, vault: &Vault) -> Result<Self, KeyError> {
        let key = PrivateKey::generate()?;
        let id = match whose {
            Whose::Instance => INSTANCE.to_owned(),
            Whose::Person(_) | Whose::Team(_) => links::random_token(),
        };
        Ok(Self {
            public: key.public_pem()?,
            sealed: vault.seal(&id, &key.to_pem()?),
            id,
        })
    }
}

/// Somebody who is shown here; with their actor, if there is one.
///
/// # Errors
/// `NotFound` when there is nobody of that name.
pub fn find(db: &mut Db, whose: &Whose) -> Result<Option<LocalActor>, ServiceError> {
    let owner = owner(db, whose)?;
    let actor = match &owner {
        Owner::Instance(_) => actors::find(db, INSTANCE)?,
        Owner::Person(person) => actors::of_person(db, &person.id)?,
        Owner::Team(team) => actors::of_team(db, &team.id)?,
    };
    Ok(actor.map(|actor| local(actor, owner)))
}

/// The actor with this id.
///
/// # Errors
/// `NotFound`, also when its owner is not shown any more.
pub fn find_by_id(db: &mut Db, id: &str) -> Result<LocalActor, ServiceError> {
    let actor = actors::find(db, id)?.ok_or(ServiceError::NotFound)?;
    let owner = match (&actor.person_id, &actor.team_id) {
        (Some(person_id), _) => {
            let person = hosts::find_by_id(db, person_id)?;
            if person.is_disabled {
                return Err(ServiceError::NotFound);
            }
            Owner::Person(Box::new(person))
        }
        (None, Some(team_id)) => Owner::Team(Box::new(store::teams::find(db, team_id)?)),
        (None, None) => Owner::Instance(Box::new(instance::load(db)?)),
    };
    Ok(local(actor, owner))
}

/// The actor at an address, if one of ours is there.
///
/// # Errors
/// When the database cannot be read.
pub fn at_address(
    db: &mut Db,
    links: &Links,
    address: &str,
) -> Result<Option<LocalActor>, ServiceError> {
    let id = match address == links.actor() {
        true => INSTANCE,
        false => address.rsplit('/').next().unwrap_or_default(),
    };
    match find_by_id(db, id) {
        Ok(actor) => Ok(Some(actor).filter(|actor| actor.address(links) == address)),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// How many follow the actor at an address.
///
/// # Errors
/// When the database cannot be read.
pub fn count_followers(db: &mut Db, address: &str) -> Result<i64, ServiceError> {
    Ok(store::fediverse::count_followers(db, address)?)
}

/// Gives somebody an actor, unless another request was faster.
///
/// # Errors
/// `NotFound` when there is nobody of that name.
pub fn create(
    db: &mut Db,
    whose: &Whose,
    key: NewKey,
    now: DateTime<Utc>,
) -> Result<LocalActor, ServiceError> {
    let owner = owner(db, whose)?;
    // Two at once come one after the other; the instance has but one id.
    match &owner {
        Owner::Person(person) => drop(hosts::lock(db, &person.id)?),
        Owner::Team(team) => drop(store::teams::lock(db, &team.id)?),
        Owner::Instance(_) => {}
    }
    if let Some(actor) = find(db, whose)? {
        return Ok(actor);
    }
    let of = match &owner {
        Owner::Instance(_) => (None, None),
        Owner::Person(person) => (Some(person.id.clone()), None),
        Owner::Team(team) => (None, Some(team.id.clone())),
    };
    let actor = actors::Actor::new(key.id, of, (key.public, key.sealed), now);
    actors::insert(db, &actor)?;
    Ok(local(actor, owner))
}

fn owner(db: &mut Db, whose: &Whose) -> Result<Owner, ServiceError> {
    Ok(match whose {
        Whose::Instance => Owner::Instance(Box::new(instance::load(db)?)),
        Whose::Person(username) => Owner::Person(Box::new(hosts::find(db, username)?)),
        Whose::Team(slug) => Owner::Team(Box::new(teams::find(db, slug)?)),
    })
}

fn local(actor: actors::Actor, owner: Owner) -> LocalActor {
    LocalActor {
        id: actor.id,
        owner,
        public_key: actor.public_key,
        sealed_key: actor.sealed_key,
    }
}
