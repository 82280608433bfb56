//! Checks settings of the AWS CLI before `aws-config` loads them: it ignores variables that are not UTF-8, and panics at
//! invalid settings of retries.

use std::env;
use std::ffi::OsString;
use std::num::NonZeroU32;

use anyhow::{Context as _, bail};
use aws_config::profile::ProfileSet;
use aws_config::retry::RetryMode;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_types::os_shim_internal::{Env, Fs};

/// Checks the environment and the profile that applies.
pub(crate) async fn check(profile: Option<&str>) -> anyhow::Result<()> {
    let mut problems = not_utf8(env::vars_os());
    let (fs, env, files) = (Fs::real(), Env::real(), EnvConfigFiles::default());
    let selected = match (profile, env.get("AWS_PROFILE")) {
        (Some(name), _) => Some(("--profile ", name.to_owned())),
        // The AWS CLI needs no files for the profile `default`.
        (None, Ok(name)) if !matches!(&*name, "" | "default") => Some(("AWS_PROFILE=", name)),
        (None, _) => None,
    };
    let name = selected.as_ref().map(|(_, name)| name.clone().into());
    let profiles = aws_config::profile::load(&fs, &env, &files, name).await;
    let set = match (&profiles, &selected) {
        (Ok(set), _) => Some(set),
        // Without a profile the files need not be used.
        (Err(_), None) => None,
        (Err(_), Some(_)) => return profiles.map(|_| ()).context(UNREADABLE),
    };
    if let (Some((setting, name)), Some(set)) = (&selected, set) {
        check_profile(setting, name, set)?;
    }
    for (variable, key, is_valid, required) in [
        (
            "AWS_MAX_ATTEMPTS",
            "max_attempts",
            (|text| text.parse::<NonZeroU32>().is_ok()) as fn(&str) -> bool,
            "an integer greater than zero",
        ),
        (
            "AWS_RETRY_MODE",
            "retry_mode",
            // The client rejects the adaptive one with a message of its own.
            |text| text.parse::<RetryMode>().is_ok(),
            "`standard` or unset",
        ),
    ] {
        let of_profile = set.and_then(|set| set.get(key));
        let found = [
            (variable, env.get(variable).ok()),
            (key, of_profile.map(str::to_owned)),
        ];
        for (name, value) in found {
            if value.is_some_and(|value| !is_valid(&value)) {
                problems.push(format!("{name} must be {required}"));
            }
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{}", problems.join("; "))
}

const UNREADABLE: &str = "the AWS configuration files cannot be read";

fn not_utf8(variables: impl Iterator<Item = (OsString, OsString)>) -> Vec<String> {
    let names = variables.filter(|(_, value)| value.to_str().is_none());
    let names = names.filter_map(|(name, _)| name.into_string().ok());
    names
        .filter(|name| name.starts_with("AWS_"))
        .map(|name| format!("the environment variable {name} is not valid UTF-8"))
        .collect()
}

/// Checks that the AWS configuration files have the profile that a setting names.
fn check_profile(setting: &str, name: &str, profiles: &ProfileSet) -> anyhow::Result<()> {
    if profiles.get_profile(name).is_some() {
        return Ok(());
    }
    let mut names: Vec<&str> = profiles.profiles().collect();
    names.sort_unstable();
    let found = if names.is_empty() {
        "no profiles".to_owned()
    } else {
        names.join(", ")
    };
    bail!(
        "{setting}{name}: the AWS configuration files do not have this profile; they have {found}"
    )
}
