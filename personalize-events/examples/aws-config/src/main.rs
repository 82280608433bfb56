//! Puts a user with all that AWS's own configuration knows: profiles with roles, SSO, `credential_process`,
//! web identity.
//!
//! ```text
//! AWS_PROFILE=analytics cargo run -- arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS
//! ```
//!
//! The region is that of the profile, or `AWS_REGION`. Without an account, start an emulator in the root of the repository,
//! and put the user to it with its keys:
//!
//! ```text
//! cargo run --package personalize-events-emulator    # in another terminal: listens on 127.0.0.1:8686
//! export AWS_ENDPOINT_URL_PERSONALIZE_EVENTS=http://127.0.0.1:8686 AWS_REGION=eu-west-1
//! export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test
//! cargo run -- arn:aws:personalize:eu-west-1:123456789012:dataset/films/USERS
//! ```

use std::error::Error;
use std::process::ExitCode;

use aws_config::BehaviorVersion;
use personalize_events::{Client, Config, PutUsersRequest, User};

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}"); // with the causes, and often with how to fix the problem
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), Box<dyn Error>> {
    let dataset = std::env::args()
        .nth(1)
        .ok_or("the ARN of a Users dataset is missing")?;
    // Reads files and the environment; the behaviour of AWS's own clients does not matter here.
    let sdk_config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let client = Client::new(Config::try_from(&sdk_config)?)?;
    let request = PutUsersRequest::builder()
        .dataset_arn(dataset)
        .users([User::builder()
            .user_id("user-1")
            .properties(r#"{"age":"34"}"#)])
        .build()?;
    let response = client.put_users(&request).await?;
    println!(
        "stored, request id {}",
        response.request_id().unwrap_or("unknown")
    );
    Ok(())
}
