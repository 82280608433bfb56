//! Sends the request of an operation and reads the response.
//!
//! Bodies of requests that are not in memory are read before the call for their hash and checksums, so that no permit or
//! timeout is used up meanwhile. Streaming responses are read as they arrive. A success whose body is no valid
//! JSON is not retried: the service has executed the operation.
//!
//! An operation that may be called without authentication (`smithy.api#optionalAuth`) is, unless a setting demands
//! otherwise: so it does not depend on what credentials a machine has, and botocore does the same.

use personalize_events::__private::{
    Authorization, Body, CallError, Error, Exchange, OpenBody, Request, Transport, TransportError,
};

#[cfg(feature = "sigv4a")]
use personalize_events::__private::Asymmetric;

use super::writer::{Streamed, unsign};
use super::{Authentication, Operation, Output, RequestWriter, Response};
use crate::settings::RequestSettings;
#[cfg(feature = "sigv4a")]
use crate::sigv4a::P256;
use crate::stream::ByteStream;

/// Writes the request of an operation for the transport, without a body that is not in memory.
///
/// # Errors
///
/// Returns an error if a member cannot be written to its part of the request.
pub fn request<O: Operation>(
    operation: &O,
    settings: &RequestSettings,
) -> Result<Request, TransportError> {
    let (request, _) = written(operation, settings)?;
    Ok(request)
}

/// Writes the request of an operation, and its body if that is not in memory.
fn written<O: Operation>(
    operation: &O,
    settings: &RequestSettings,
) -> Result<(Request, Option<Streamed>), TransportError> {
    let mut writer = RequestWriter::new(O::METHOD, O::PATH, O::HOST_PREFIX).with_settings(settings);
    operation.write(&mut writer);
    for (name, value) in O::HEADERS {
        writer.default_header(name, value);
    }
    writer.finish_streamed()
}

/// Sends an operation and reads its response.
///
/// # Errors
///
/// See [`Error`].
pub async fn send<O: Operation>(
    transport: &Transport,
    settings: &RequestSettings,
    operation: &O,
) -> Result<O::Response, Error<O::Error>> {
    let body = if O::Response::STREAMS {
        Body::Streamed
    } else {
        Body::Read
    };
    transport.check_dataset(operation.dataset())?;
    let authentication = authentication::<O>(settings);
    let is_https = transport.is_https();
    let (request, streamed) = prepared(operation, settings, authentication, is_https).await?;
    let call = transport.start(O::NAME).await;
    let mut call = call.map_err(CallError::into_error)?;
    let token;
    let authorization = match authentication {
        Authentication::SigV4 => Authorization::SigV4,
        #[cfg(feature = "sigv4a")]
        Authentication::SigV4a { region_set } => Authorization::SigV4a(Asymmetric {
            region_set,
            signer: &P256,
        }),
        Authentication::Bearer => {
            let provided = call.provided(settings.bearer_token()).await;
            token = provided.map_err(CallError::into_error)?;
            Authorization::Bearer(token.checked()?)
        }
        Authentication::Anonymous => Authorization::Anonymous,
    };
    let open = streamed.as_ref().map(|streamed| || streamed.open());
    let exchange = Exchange {
        authorization,
        open_body: open.as_ref().map(|open| open as OpenBody<'_>),
        response_body: body,
    };
    let response = call.send(request, exchange).await;
    let response = response.map_err(CallError::into_error)?;
    if !response.metadata().is_success() {
        return Err(transport.error(O::NAME, authorization, response.into_metadata()));
    }
    let metadata = response.metadata().clone();
    let read = match body {
        Body::Streamed => O::Response::read(&mut Response::streaming(
            &metadata,
            ByteStream::of(response),
        )),
        Body::Read | Body::Ignored => O::Response::read(&mut Response::of(&metadata)),
    };
    read.map_err(|error| {
        TransportError::read(error)
            .after(metadata.attempts())
            .into()
    })
}

/// Writes the request of an operation, and reads a body that is not in memory as far as the headers depend on it.
async fn prepared<O: Operation>(
    operation: &O,
    settings: &RequestSettings,
    authentication: Authentication,
    is_https: bool,
) -> Result<(Request, Option<Streamed>), TransportError> {
    let (mut request, mut streamed) = written(operation, settings)?;
    let is_signature = authentication.is_signature();
    // Without TLS, AWS's SDKs sign these bodies too.
    let is_unsigned = is_signature && O::UNSIGNED_PAYLOAD && is_https;
    if let Some(streamed) = &mut streamed {
        TransportError::check_runtime()?;
        let read = streamed.read(&mut request, is_signature && !is_unsigned);
        let read = read.await;
        read.map_err(|error| TransportError::invalid(error.to_string()))?;
    }
    if is_unsigned {
        unsign(&mut request);
    }
    Ok((request, streamed))
}

/// How requests of an operation are authenticated with these settings.
fn authentication<O: Operation>(settings: &RequestSettings) -> Authentication {
    if O::AUTHENTICATION_IS_OPTIONAL && !settings.optional_authentication() {
        return Authentication::Anonymous;
    }
    O::AUTHENTICATION
}

#[cfg(test)]
mod tests {
    use personalize_events::__private::ResponseMetadata;
    use personalize_events::PutUsersError;
    use serde::Serialize;

    use super::super::{Authentication, Operation, RequestWriter};
    use super::prepared;
    use crate::settings::RequestSettings;
    use crate::streaming_blob::StreamingBlob;

    /// An operation whose body may be left out of signatures, or not.
    #[derive(Serialize)]
    struct Put<const UNSIGNED: bool>(StreamingBlob);

    impl<const UNSIGNED: bool> Operation for Put<UNSIGNED> {
        type Response = ResponseMetadata;
        type Error = PutUsersError;
        const NAME: &'static str = "Put";
        const METHOD: &'static str = "PUT";
        const PATH: &'static str = "/";
        const UNSIGNED_PAYLOAD: bool = UNSIGNED;

        fn write(&self, request: &mut RequestWriter) {
            request.stream_payload("application/octet-stream", &self.0);
        }
    }

    /// An operation with the hash of the body as a member, as `PublishPackageVersion` of `codeartifact`.
    #[derive(Serialize)]
    struct Publish(StreamingBlob, &'static str);

    impl Operation for Publish {
        type Response = ResponseMetadata;
        type Error = PutUsersError;
        const NAME: &'static str = "Publish";
        const METHOD: &'static str = "POST";
        const PATH: &'static str = "/";

        fn write(&self, request: &mut RequestWriter) {
            request.header("x-amz-content-sha256", &self.1.to_owned());
            request.stream_payload("application/octet-stream", &self.0);
        }
    }

    /// The values of the header `x-amz-content-sha256`.
    async fn hashes(
        operation: &impl Operation,
        authentication: Authentication,
        is_https: bool,
    ) -> Vec<String> {
        let settings = RequestSettings::default();
        let prepared = prepared(operation, &settings, authentication, is_https).await;
        let (request, _) = prepared.unwrap();
        let headers = request.headers.into_iter();
        let hashes = headers.filter(|(name, _)| name == "x-amz-content-sha256");
        hashes.map(|(_, value)| value.into_owned()).collect()
    }

    // botocore signs the value of the header too: `canonical_request` of its class `SigV4Auth`.
    #[tokio::test]
    async fn a_hash_that_a_member_has_is_sent_once() {
        for body in [
            StreamingBlob::from("abc"),
            StreamingBlob::from_reader(3, || async { Ok(&b"abc"[..]) }),
        ] {
            let found = hashes(&Publish(body, "of the member"), Authentication::SigV4, true).await;
            assert_eq!(found, ["of the member"]);
        }
    }

    // Of `aws.auth#unsignedPayload`: the literal takes the place of the hash, and is sent in the header. The hash is that of
    // `abc` in FIPS 180-2.
    #[tokio::test]
    async fn only_bodies_that_may_be_unsigned_are_and_only_with_tls() {
        use Authentication::{Anonymous, Bearer, SigV4};
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let source = || StreamingBlob::from_reader(3, || async { Ok(&b"abc"[..]) });
        let bytes = || StreamingBlob::from("abc");
        assert_eq!(hashes(&Put::<false>(source()), SigV4, true).await, [abc]);
        assert_eq!(hashes(&Put::<true>(source()), SigV4, false).await, [abc]);
        let none: [&str; 0] = [];
        assert_eq!(hashes(&Put::<false>(bytes()), SigV4, true).await, none);
        assert_eq!(hashes(&Put::<true>(bytes()), SigV4, false).await, none);
        for blob in [source(), bytes()] {
            let unsigned = hashes(&Put::<true>(blob), SigV4, true).await;
            assert_eq!(unsigned, ["UNSIGNED-PAYLOAD"]);
        }
        for authentication in [Bearer, Anonymous] {
            let found = hashes(&Put::<true>(source()), authentication, true).await;
            assert_eq!(found, none);
        }
    }
}
