package kustomer_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/kustomer"
)

// properties gives the names of the attributes of conversations.
func (d *desk) properties() []string {
	d.t.Helper()
	all, _ := attribute(d.must(200, "GET", "/metadata/conversation", ""), "properties").(thing)
	return append([]string{}, slices.Sorted(maps.Keys(all))...)
}

func TestMetadataOfAKlass(t *testing.T) {
	d := open(t)
	empty := d.must(200, "GET", "/metadata/conversation", "")
	d.equal("type", at(empty, "data", "type"), "metadata")
	d.equal("none at first", attribute(empty, "properties"), thing{})
	answer := d.must(200, "PUT", "/metadata/conversation", `{"properties":{
		"nicereplyScoreNum":{}, "doNotSendSurveyBool":{"displayName":"Do not send"}, "reasonStr":{"enumeration":["a","b"],"sensitive":{"enabled":true}}}}`)
	score := attribute(answer, "properties", "nicereplyScoreNum")
	d.equal("defaults", []any{at(score, "type"), at(score, "displayName")}, []any{"number", "Nicereply Score"})
	d.equal("author", at(score, "modifiedBy"), at(d.must(200, "GET", "/users/current", ""), "data", "id"))
	d.equal("display name", attribute(answer, "properties", "doNotSendSurveyBool", "displayName"), "Do not send")
	d.equal("options", attribute(answer, "properties", "reasonStr", "enumeration"), []string{"a", "b"})
	d.equal("other members", attribute(answer, "properties", "reasonStr", "sensitive"), thing{"enabled": true})
	d.equal("read back", d.must(200, "GET", "/metadata/conversation", ""), answer)
	d.equal("another klass", attribute(d.must(200, "GET", "/metadata/customer", ""), "properties"), thing{})
	d.refused(404, "not_found", "GET", "/metadata/kobject.order", "")
	d.refused(404, "not_found", "PUT", "/metadata/ticket", `{}`)
	d.refused(404, "not_found", "DELETE", "/metadata/conversation", "")

	d.as(kustomer.LimitedAPIKey).must(200, "PUT", "/metadata/conversation", `{"properties":{"reasonStr":{"enumeration":["a"]}}}`)
	d.set(`{"api_keys":[{"name":"Reader","roles":["org.user.read"]}]}`)
	reader := d.as(d.keyNamed("Reader"))
	reader.must(200, "GET", "/metadata/conversation", "")
	reader.refused(403, "forbidden", "PUT", "/metadata/conversation", `{}`)
}

// A document that was read can be sent back: what the server adds is ignored, and
// what is as before keeps its author and date.
func TestMetadataSentBack(t *testing.T) {
	d := open(t)
	first := d.must(200, "PUT", "/metadata/conversation", `{"properties":{"oneNum":{},"twoStr":{"enumeration":["a"]}},"validations":["x"]}`)
	d.world.Clock.Advance(time.Hour)
	properties := attribute(first, "properties").(thing)
	properties["threeBool"] = thing{"displayName": "Three"}
	second := d.as(kustomer.ConnectorAPIKey).must(200, "PUT", "/metadata/conversation", `{"properties":`+show(properties)+`}`)
	for _, name := range []string{"oneNum", "twoStr"} {
		d.equal(name, attribute(second, "properties", name), attribute(first, "properties", name))
	}
	d.equal("other members stay", attribute(second, "validations"), []string{"x"})
	changed := d.must(200, "PUT", "/metadata/conversation", `{"properties":{"twoStr":{"displayName":"Two!"}}}`)
	two := attribute(changed, "properties", "twoStr")
	d.equal("a property is replaced", []any{at(two, "displayName"), at(two, "enumeration")}, []any{"Two!", nil})
	if at(two, "modifiedAt") == at(attribute(first, "properties", "twoStr"), "modifiedAt") {
		t.Error("a changed property keeps its date")
	}
}

// Whether PUT merges or replaces, and what null does, is not documented.
func TestWhatAPutOfMetadataLeaves(t *testing.T) {
	const add, null = `{"properties":{"newNum":{}}}`, `{"properties":{"oneNum":null}}`
	for _, one := range []struct {
		settings, body string
		want           []string
	}{
		{`{}`, add, []string{"newNum", "oneNum", "twoNum"}},
		{`{"metadata_update":"replace"}`, add, []string{"newNum"}},
		{`{}`, null, []string{"twoNum"}},
		{`{"metadata_null":"ignored"}`, null, []string{"oneNum", "twoNum"}},
		{`{"metadata_update":"replace"}`, null, []string{}},
		{`{"metadata_update":"replace","metadata_null":"ignored"}`, null, []string{"oneNum"}},
		{`{"metadata_update":"replace"}`, `{"validations":[]}`, []string{"oneNum", "twoNum"}},
		{`{}`, `{"properties":{}}`, []string{"oneNum", "twoNum"}},
		{`{"metadata_update":"replace"}`, `{"properties":{}}`, []string{}},
	} {
		d := open(t)
		d.must(200, "PUT", "/metadata/conversation", `{"properties":{"oneNum":{},"twoNum":{}}}`)
		d.set(one.settings)
		d.must(200, "PUT", "/metadata/conversation", one.body)
		d.equal(one.settings+one.body, d.properties(), append([]string{}, one.want...))
	}
	d := open(t)
	d.set(`{"metadata_null":"refused"}`)
	d.refused(400, "bad_request", "PUT", "/metadata/conversation", null, "/properties/oneNum")
}

func TestWrongMetadata(t *testing.T) {
	d := open(t)
	for body, pointer := range map[string]string{
		`{"properties":{"score":{}}}`:                                                                 "/properties/score",
		`{"properties":{"ScoreNum":{}}}`:                                                              "/properties/ScoreNum",
		`{"properties":{"my_scoreNum":{}}}`:                                                           "/properties/my_scoreNum",
		`{"properties":{"scoreNum":"x"}}`:                                                             "/properties/scoreNum",
		`{"properties":{"scoreNum":{"type":"string"}}}`:                                               "/properties/scoreNum/type",
		`{"properties":{"scoreNum":{"displayName":1}}}`:                                               "/properties/scoreNum/displayName",
		`{"properties":{"scoreNum":{"enumeration":["1"]}}}`:                                           "/properties/scoreNum/enumeration",
		`{"properties":{"wordStr":{"enumeration":["a","a"]}}}`:                                        "/properties/wordStr/enumeration",
		`{"properties":{"wordStr":{"enumeration":[""]}}}`:                                             "/properties/wordStr/enumeration",
		`{"properties":{"wordStr":{"enumeration":"a"}}}`:                                              "/properties/wordStr/enumeration",
		`{"properties":{"okNum":{},"wordStr":{"enumeration":["` + strings.Repeat("x", 1025) + `"]}}}`: "/properties/wordStr/enumeration",
		`{"properties":[]}`:                                                                           "/properties",
		`{"properties":null}`:                                                                         "/properties",
		`{"validations":"x"}`:                                                                         "/validations",
	} {
		answer := d.refused(400, "bad_request", "PUT", "/metadata/conversation", body)
		d.equal(body, at(answer, "errors", 0, "source", "pointer"), pointer)
	}
	d.equal("nothing of it was written", d.properties(), []string{})
}

// Ids must be configured before they are used; other attributes need no metadata.
func TestMetadataAndValues(t *testing.T) {
	d := open(t)
	path := "/conversations/" + d.conversation(d.customer("carla@customer.example"), "email")
	d.refused(400, "bad_request", "PATCH", path, `{"custom":{"orderId":"6a0000000000000000000000"}}`, "metadata")
	d.must(200, "PUT", "/metadata/conversation", `{"properties":{"orderId":{"target":"customer"},"wordStr":{"enumeration":["a"]}}}`)
	d.must(200, "PATCH", path, `{"custom":{"orderId":"6a0000000000000000000000","wordStr":"b","otherNum":1}}`)
}

// Writers who read the document at the same time lose each other's attributes if
// the server replaces, and not if it merges.
func TestMetadataByManyAtOnce(t *testing.T) {
	d := open(t)
	var writers sync.WaitGroup
	for i := range 20 {
		writers.Add(1)
		go func() {
			defer writers.Done()
			_, _ = d.send("PUT", "/metadata/conversation", fmt.Sprintf(`{"properties":{"a%dNum":{}}}`, i))
		}()
	}
	writers.Wait()
	d.equal("merged", len(d.properties()), 20)
	read := show(attribute(d.must(200, "GET", "/metadata/conversation", ""), "properties"))
	d.set(`{"metadata_update":"replace"}`)
	d.must(200, "PUT", "/metadata/conversation", `{"properties":`+strings.TrimSuffix(read, "}")+`,"somebodyStr":{}}}`)
	d.must(200, "PUT", "/metadata/conversation", `{"properties":`+strings.TrimSuffix(read, "}")+`,"oursStr":{}}}`)
	if slices.Contains(d.properties(), "somebodyStr") || len(d.properties()) != 21 {
		t.Errorf("replaced: %v", d.properties())
	}
}
