//! Signs requests with keys from your own secret store: with a provider of your own, shared by two clients, and with a
//! closure.
//!
//! ```sh
//! cargo run -p personalize-events-examples --example own_credentials
//! ```

use std::error::Error;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, SystemTime};

use personalize_events::{
    Client, Config, Credentials, CredentialsError, ProvideCredentials, PutUsersRequest, User,
    provide_credentials_fn,
};
use personalize_events_emulator::Emulator;

const USERS: &str = "arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS";

/// A client of the secret store, which leases new keys to each caller.
#[derive(Debug, Default)]
struct Vault {
    leases: AtomicU32,
}

/// Temporary keys.
struct Lease {
    access_key_id: String,
    secret_access_key: String,
    session_token: String,
    expiry: SystemTime,
}

impl Vault {
    /// A request to the store, in a real program.
    async fn lease(&self, role: &str) -> io::Result<Lease> {
        tokio::time::sleep(Duration::from_millis(10)).await;
        if !["films", "series"].contains(&role) {
            return Err(io::Error::other(format!("there is no role `{role}`")));
        }
        let number = self.leases.fetch_add(1, Ordering::Relaxed) + 1;
        Ok(Lease {
            access_key_id: format!("key-{number}"),
            secret_access_key: format!("secret-{number}"),
            session_token: format!("token-{number}"),
            expiry: SystemTime::now() + Duration::from_secs(11), // so soon for this example only
        })
    }

    fn leases(&self) -> u32 {
        self.leases.load(Ordering::Relaxed)
    }
}

impl From<Lease> for Credentials {
    fn from(lease: Lease) -> Self {
        Self::new(lease.access_key_id, lease.secret_access_key)
            .with_session_token(lease.session_token)
            .with_expiry(lease.expiry) // without it, the keys are used for 15 minutes
    }
}

/// Provides the keys of a role.
#[derive(Debug)]
struct VaultCredentials {
    vault: Arc<Vault>,
    role: &'static str,
}

impl ProvideCredentials for VaultCredentials {
    async fn provide_credentials(&self) -> Result<Credentials, CredentialsError> {
        let lease = self.vault.lease(self.role).await.map_err(|error| {
            CredentialsError::new("the vault has no keys for this role").with_source(error)
        })?;
        Ok(lease.into())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut emulator = Emulator::builder();
    for n in 1..=9 {
        emulator = emulator.session_credentials(
            format!("key-{n}"),
            format!("secret-{n}"),
            format!("token-{n}"),
        );
    }
    let emulator = emulator.start().await?;
    let config = || {
        Config::builder()
            .region("eu-west-1")
            .endpoint_url(emulator.url())
    };
    let vault = Arc::new(Vault::default());

    // Two clients share a provider, but not what it returns: each has a cache, which its clones share.
    let provider = Arc::new(VaultCredentials {
        vault: Arc::clone(&vault),
        role: "films",
    });
    let first = Client::new(
        config()
            .credentials_provider(Arc::clone(&provider))
            .build()?,
    )?;
    let second = Client::new(config().credentials_provider(provider).build()?)?;
    put(&first, "user-1").await?;
    put(&first.clone(), "user-2").await?;
    put(&second, "user-3").await?;
    println!("{} leases for 3 calls of 2 clients", vault.leases());

    // Shortly before the keys expire, a call starts a refresh in the background. It does not wait for the new keys.
    tokio::time::sleep(Duration::from_secs(2)).await;
    put(&first, "user-4").await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    put(&first, "user-5").await?;
    println!("{} leases after 2 seconds", vault.leases());

    // The provider as a closure. The future that it returns has to own what it uses, hence the clone.
    let shared = Arc::clone(&vault);
    let provider = provide_credentials_fn(move || {
        let vault = Arc::clone(&shared);
        async move {
            let lease = vault.lease("series").await;
            lease
                .map(Credentials::from)
                .map_err(|error| CredentialsError::new("no lease").with_source(error))
        }
    });
    let third = Client::new(config().credentials_provider(provider).build()?)?;
    put(&third, "user-6").await?;

    // If the provider fails, so does the call, without a request. The next call asks the provider again.
    let provider = VaultCredentials {
        vault,
        role: "musicals",
    };
    let fourth = Client::new(config().credentials_provider(provider).build()?)?;
    if let Err(error) = put(&fourth, "user-7").await {
        println!("user-7 is not stored: {error:#}");
    }

    for user in emulator.users(USERS) {
        println!("{} is stored", user.user_id());
    }
    Ok(())
}

async fn put(client: &Client, user_id: &str) -> Result<(), Box<dyn Error>> {
    let request = PutUsersRequest::builder()
        .dataset_arn(USERS)
        .users([User::builder().user_id(user_id)])
        .build()?;
    client.put_users(&request).await?;
    Ok(())
}
