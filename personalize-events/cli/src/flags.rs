//! Messages of the library in terms of the command.

/// What messages of the library advise for code, and what the command offers instead.
const REPLACEMENTS: [(&str, &str); 6] = [
    ("`allow_http(true)`", "--allow-http"),
    ("`retry_timeout` of the bulk run", "--retry-timeout"),
    ("`max_rejected_batches`", "--max-rejected-batches"),
    (
        "give the client new credentials, or a provider that refreshes them (`ConfigBuilder::credentials_provider`)",
        "renew the credentials, or use a profile whose credentials are refreshed (--profile)",
    ),
    ("which this client calls", "which is that of --dataset-arn"),
    (
        "to ignore it, set `max_attempts` in code",
        "unset it to use this command",
    ),
];

/// Replaces the settings of the library in a message by flags.
pub(crate) fn name_flags(message: &str) -> String {
    REPLACEMENTS
        .iter()
        .fold(message.to_owned(), |message, (setting, flag)| {
            message.replace(setting, flag)
        })
}
