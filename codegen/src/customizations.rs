//! What AWS documents or its SDKs do for services outside of their models: headers of every request, defaults, steps of
//! writing a request, and endpoints that differ for each resource. Each has its source.

use personalize_events_ast::{Kind, Model, Node, ShapeId, Trait, Value};

use crate::traits::{DEFAULT, HTTP_LABEL};

/// What is special in a service.
#[derive(Debug)]
pub(crate) struct Customization {
    service: &'static str,
    /// Headers of every request, with lower-case names.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// A label of paths with a default: its name, and the value.
    label: Option<(&'static str, &'static str)>,
    /// The last steps of writing requests, by operation.
    steps: &'static [(&'static str, Step)],
    /// Where the endpoint is documented, if there is one for each resource, so that an application must set its URL.
    pub(crate) endpoint: Option<&'static str>,
}

/// A step after all others of writing a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// The query is sent in the body.
    PostQuery,
    /// Headers with the SHA-256 tree hash of the body, and with its hash.
    TreeHash,
}

const NONE: Customization = Customization {
    service: "",
    headers: &[],
    label: None,
    steps: &[],
    endpoint: None,
};

const CUSTOMIZATIONS: [Customization; 11] = [
    // Otherwise the service returns JSON of another form (HAL). AWS's SDKs send the header: `add_accept_header` in
    // `handlers.py` of botocore.
    Customization {
        service: "com.amazonaws.apigateway#BackplaneControlService",
        headers: &[("accept", "application/json")],
        ..NONE
    },
    // https://docs.aws.amazon.com/amazonglacier/latest/dev/api-common-request-headers.html requires the header;
    // https://docs.aws.amazon.com/amazonglacier/latest/dev/api-archive-post.html the hashes, and allows `-` as account.
    Customization {
        service: "com.amazonaws.glacier#Glacier",
        headers: &[("x-amz-glacier-version", "2012-06-01")],
        label: Some(("accountId", "-")),
        steps: &[
            ("UploadArchive", Step::TreeHash),
            ("UploadMultipartPart", Step::TreeHash),
        ],
        ..NONE
    },
    // https://docs.aws.amazon.com/cloudsearch/latest/developerguide/submitting-search-requests.html: a URL has at most
    // 8190 bytes; longer requests are sent with POST, as AWS's SDKs send all.
    Customization {
        service: "com.amazonaws.cloudsearchdomain#AmazonCloudSearch2013",
        steps: &[("Search", Step::PostQuery)],
        endpoint: Some("`DescribeDomains` of Amazon `CloudSearch` returns it"),
        ..NONE
    },
    // The documentation of these services and of their operations in the models.
    Customization {
        service: "com.amazonaws.apigatewaymanagementapi#ApiGatewayManagementApi",
        endpoint: Some("it is `https://{api-id}.execute-api.{region}.amazonaws.com/{stage}`"),
        ..NONE
    },
    Customization {
        service: "com.amazonaws.iotdataplane#IotMoonrakerService",
        endpoint: Some("`DescribeEndpoint` of AWS `IoT` returns it for the type `iot:Data-ATS`"),
        ..NONE
    },
    Customization {
        service: "com.amazonaws.iotjobsdataplane#IotLaserThingJobManagerExternalService",
        endpoint: Some("`DescribeEndpoint` of AWS `IoT` returns it for the type `iot:Jobs`"),
        ..NONE
    },
    Customization {
        service: "com.amazonaws.kinesisvideoarchivedmedia#AWSAcuityReader",
        endpoint: DATA_ENDPOINT,
        ..NONE
    },
    Customization {
        service: "com.amazonaws.kinesisvideomedia#AWSAcuityInletService",
        endpoint: DATA_ENDPOINT,
        ..NONE
    },
    Customization {
        service: "com.amazonaws.kinesisvideosignaling#AWSAcuitySignalingService",
        endpoint: CHANNEL_ENDPOINT,
        ..NONE
    },
    Customization {
        service: "com.amazonaws.kinesisvideowebrtcstorage#AWSAcuityRoutingServiceLambda",
        endpoint: CHANNEL_ENDPOINT,
        ..NONE
    },
    // https://docs.aws.amazon.com/mediastore/latest/ug/containers-view-list.html
    Customization {
        service: "com.amazonaws.mediastoredata#MediaStoreObject_20170901",
        endpoint: Some("`DescribeContainer` of AWS Elemental `MediaStore` returns it"),
        ..NONE
    },
];

const DATA_ENDPOINT: Option<&str> =
    Some("`GetDataEndpoint` of Amazon Kinesis Video Streams returns it");

const CHANNEL_ENDPOINT: Option<&str> =
    Some("`GetSignalingChannelEndpoint` of Amazon Kinesis Video Streams returns it");

/// The customization of a service.
pub(crate) fn of(service: &ShapeId) -> &'static Customization {
    let mut all = CUSTOMIZATIONS.iter();
    let found = all.find(|customization| customization.service == service.as_str());
    found.unwrap_or(&NONE)
}

impl Customization {
    /// The last step of writing the request of an operation.
    pub(crate) fn step(&self, operation: &ShapeId) -> Option<Step> {
        let mut steps = self.steps.iter();
        let found = steps.find(|(name, _)| *name == operation.name());
        found.map(|(_, step)| *step)
    }

    /// What an application must do to call the right endpoint.
    pub(crate) fn endpoint_notice(&self) -> Option<String> {
        let found = self.endpoint?;
        Some(format!(
            "The service has other endpoints than those of the region: set `endpoint_url` ({found})."
        ))
    }
}

/// Adds the defaults to the model.
pub(crate) fn apply(model: &mut Model) {
    for customization in &CUSTOMIZATIONS {
        let Some((label, value)) = customization.label else {
            continue;
        };
        let Some(service) = model.shapes.get(customization.service) else {
            continue;
        };
        let namespace = service.id.namespace().to_owned();
        for shape in model.shapes.values_mut() {
            if let Kind::Structure(members) = &mut shape.kind
                && shape.id.namespace() == namespace
                && let Some(member) = members.get_mut(label)
                && member.traits.contains_key(HTTP_LABEL.id)
                && !member.traits.contains_key(DEFAULT.id)
                && let Some(id) = ShapeId::parse(DEFAULT.id)
            {
                let at = member.at;
                let node = Node::new(at, Value::String(value.to_owned()));
                member.traits.insert(id, Trait { at, node });
            }
        }
    }
}
