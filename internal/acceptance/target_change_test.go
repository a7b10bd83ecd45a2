package acceptance

import "testing"

var targets = subject{
	kind: "http_target", label: "title", verb: "PUT", path: "/targets", object: "target",
	base: attributes{"url": `"https://surveys.example.com/zd"`},
}

const (
	// connectTarget is a user name with its password.
	connectTarget = "\"connect\"\n  password_wo = \"s3cr3t-password\""
	sentConnect   = `{"username": "connect", "password": "[redacted]"}`
	sentNobody    = `{"username": "", "password": "[redacted]"}`
)

func TestEachTargetAttributeChangesInPlaceByOneRequest(t *testing.T) {
	t.Parallel()
	start(t).edit(targets, []edited{
		{name: "retitle", attribute: "title", was: `"Old"`, becomes: `"New"`, sends: `{"title": "New"}`},
		{name: "readdress", attribute: "url", was: `"https://a.example.com"`, becomes: `"https://b.example.com"`, sends: `{"target_url": "https://b.example.com"}`},
		{name: "method", attribute: "method", was: ``, becomes: `"put"`, sends: `{"method": "put"}`},
		{name: "default_method", attribute: "method", was: `"get"`, becomes: ``, sends: `{"method": "post"}`},
		{name: "content_type", attribute: "content_type", was: ``, becomes: `"application/xml"`, sends: `{"content_type": "application/xml"}`},
		{name: "default_content_type", attribute: "content_type", was: `"application/x-www-form-urlencoded"`, becomes: ``, sends: `{"content_type": "application/json"}`},
		{name: "switch_off", attribute: "active", was: ``, becomes: `false`, sends: `{"active": false}`},
		{name: "switch_on", attribute: "active", was: `false`, becomes: ``, sends: `{"active": true}`},
		{name: "authenticate", attribute: "username", was: ``, becomes: connectTarget, sends: sentConnect},
		{name: "other_user", attribute: "username", was: "\"somebody\"\n  password_wo = \"s3cr3t-password\"", becomes: connectTarget, sends: sentConnect},
		{name: "unauthenticate", attribute: "username", was: connectTarget, becomes: ``, sends: sentNobody},
		{name: "rotate", attribute: "password_wo_version", was: `1`, becomes: `2`, sends: sentConnect, with: attributes{"username": connectTarget}},
		{name: "timeouts", attribute: "timeouts", was: ``, becomes: `{ read = "1m" }`},
	})
}

func TestEachEditOfATargetInTheAdminScreenShowsAlone(t *testing.T) {
	t.Parallel()
	full := attributes{"username": connectTarget, "password_wo_version": `1`}
	start(t).drift(targets, []drifted{
		{name: "retitled", admin: `{"title": "Mine"}`, attribute: "title", shows: `"Mine"`, repair: `"retitled"`, sends: `{"title": "retitled"}`, with: full},
		{
			name: "readdressed", admin: `{"target_url": "https://elsewhere.example.com"}`, attribute: "url", shows: `"https://elsewhere.example.com"`,
			repair: `"https://surveys.example.com/zd"`, sends: `{"target_url": "https://surveys.example.com/zd"}`, with: full,
		},
		{name: "other_method", admin: `{"method": "PUT"}`, attribute: "method", shows: `"put"`, repair: `"post"`, sends: `{"method": "post"}`, with: full},
		{name: "other_content_type", admin: `{"content_type": "application/xml"}`, attribute: "content_type", shows: `"application/xml"`, repair: `"application/json"`, sends: `{"content_type": "application/json"}`},
		{name: "switched_off", admin: `{"active": false}`, attribute: "active", shows: `false`, repair: `true`, sends: `{"active": true}`, with: full},
		{name: "switched_on", admin: `{"active": true}`, attribute: "active", shows: `true`, repair: `false`, sends: `{"active": false}`, with: attributes{"active": "false"}},
		{name: "other_user", admin: `{"username": "eve", "password": "x"}`, attribute: "username", shows: `"eve"`, repair: `"connect"`, sends: sentConnect, with: full},
		{name: "unauthenticated", admin: `{"username": "", "password": ""}`, attribute: "username", shows: `null`, repair: `"connect"`, sends: sentConnect, with: full},
		{name: "authenticated_by_hand", admin: `{"username": "eve", "password": "x"}`, attribute: "username", shows: `"eve"`, repair: `null`, sends: sentNobody},
	})
}
