package kustomer_test

import (
	"strings"
	"testing"
)

func TestCustomAttributesOfAConversation(t *testing.T) {
	d := open(t)
	path := "/conversations/" + d.conversation(d.customer("carla@customer.example"), "email")
	d.must(200, "PATCH", path, `{"custom":{"scoreNum":4.5,"doNotSendSurveyBool":true,"sentAt":"2026-10-02T15:04:05Z","pageUrl":"https://x.example/1","wordStr":"a","talkTxt":"b"}}`)
	answer := d.must(200, "PATCH", path, `{"custom":{"scoreNum":5,"wordStr":null}}`)
	d.equal("merged", attribute(answer, "custom"), thing{
		"scoreNum": 5, "doNotSendSurveyBool": true, "sentAt": "2026-10-02T15:04:05Z", "pageUrl": "https://x.example/1", "talkTxt": "b",
	})
	for body, member := range map[string]string{
		`{"score":4}`:        "custom.score has an invalid custom attribute suffix",
		`{"scoreNumber":4}`:  "suffix",
		`{"ScoreNum":4}`:     "suffix",
		`{"scoreNum":"4"}`:   "custom.scoreNum must be a number",
		`{"onBool":"true"}`:  "must be a boolean",
		`{"sentAt":"today"}`: "date-time",
		`{"pageUrl":"x"}`:    "a URL",
		`{"wordStr":4}`:      "1024",
		`{"wordStr":"` + strings.Repeat("ä", 1025) + `"}`: "1024",
		`"x"`: "custom must be an object",
	} {
		d.refused(400, "bad_request", "PATCH", path, `{"custom":`+body+`}`, member)
	}
	d.must(200, "PATCH", path, `{"custom":{"wordStr":"`+strings.Repeat("ä", 1024)+`"}}`)
	d.equal("PUT merges", len(attribute(d.must(200, "PUT", path, `{"custom":{"scoreNum":1}}`), "custom").(thing)), 6)
	d.set(`{"put_custom":"replace"}`)
	d.equal("PUT replaces", attribute(d.must(200, "PUT", path, `{"custom":{"scoreNum":1}}`), "custom"), thing{"scoreNum": 1})
	d.equal("PATCH merges", len(attribute(d.must(200, "PATCH", path, `{"custom":{"wordStr":"a"}}`), "custom").(thing)), 2)
	d.equal("PUT leaves other members", attribute(d.must(200, "PUT", path, `{"priority":1}`), "name"), "My order")
}

func TestTags(t *testing.T) {
	d := open(t)
	path := "/conversations/" + d.conversation(d.customer("carla@customer.example"), "email")
	answer := d.must(200, "POST", path+"/tags", `["surveyed","vip"]`)
	tags := d.must(200, "GET", "/tags", "")
	d.equal("made by their use", []any{at(tags, "data", 0, "attributes", "name"), at(tags, "data", 1, "attributes", "name")}, []any{"surveyed", "vip"})
	d.equal("conversations hold ids", attribute(answer, "tags"), ids(tags))
	surveyed := ids(tags)[0]
	d.equal("by id, again", attribute(d.must(200, "POST", path+"/tags", `["`+surveyed+`","VIP"]`), "tags"), ids(tags))
	d.equal("removed by name", attribute(d.must(200, "DELETE", path+"/tags", `["vip","never used"]`), "tags"), []string{surveyed})
	d.equal("the whole list", attribute(d.must(200, "PATCH", path, `{"tags":["vip"]}`), "tags"), []string{ids(tags)[1]})
	d.equal("no others were made", ids(d.must(200, "GET", "/tags", "")), ids(tags))
	d.refused(400, "bad_request", "POST", path+"/tags", `{"tags":["x"]}`)
	d.refused(400, "bad_request", "POST", path+"/tags", `[""]`)
	d.refused(400, "bad_request", "PATCH", path, `{"tags":["new"],"priority":9}`)
	d.equal("none by a refused change", ids(d.must(200, "GET", "/tags", "")), ids(tags))
}
