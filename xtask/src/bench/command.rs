//! Runs commands for their output.

use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// Runs a command and returns what it prints, without white space around it.
pub(super) fn stdout(command: &mut Command) -> Result<String> {
    let program = command.get_program().to_owned();
    let output = command
        .output()
        .with_context(|| format!("cannot run {}", program.display()))?;
    if !output.status.success() {
        bail!(
            "{} failed: {}",
            program.display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
