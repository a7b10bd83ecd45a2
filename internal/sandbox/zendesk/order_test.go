package zendesk_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/engine"
	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/sandbox/zendesk"
)

// places gives "title:position" of all triggers in list order.
func (d *desk) places() string {
	d.t.Helper()
	list := d.must(200, "GET", "/triggers", "")["triggers"]
	titles, positions := column(list, "title"), column(list, "position")
	var all []string
	for i := range titles {
		all = append(all, titles[i]+":"+positions[i])
	}
	return strings.Join(all, " ")
}

func (d *desk) job(status int, sections, triggers string) thing {
	d.t.Helper()
	return d.must(status, "POST", "/trigger_categories/jobs",
		`{"job":{"action":"patch","items":{"trigger_categories":[`+sections+`],"triggers":[`+triggers+`]}}}`)
}

func TestPositions(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	a, b := d.simple("A"), d.simple("B")
	d.simple("C", `"position":2`)
	d.equal("create inserts", d.places(), "A:1 C:2 B:3")
	d.must(200, "PUT", "/triggers/"+b, `{"trigger":{"position":1}}`)
	d.equal("update inserts", d.places(), "B:1 A:2 C:3")
	d.must(200, "PUT", "/triggers/"+b, `{"trigger":{"position":99}}`)
	d.equal("beyond the end", d.places(), "A:1 C:2 B:3")
	d.must(204, "DELETE", "/triggers/"+a, "")
	d.equal("delete closes the gap", d.places(), "C:1 B:2")

	other := d.category("Other", `"position":1`)
	moved := d.must(200, "PUT", "/triggers/update_many", fmt.Sprintf(
		`{"triggers":[{"id":%s,"category_id":%q,"active":false,"title":"ignored"}]}`, b, other))["triggers"]
	d.equal("update_many", []any{at(moved, 0, "title"), at(moved, 0, "active"), at(moved, 0, "category_id"), at(moved, 0, "position")}, []any{"B", false, other, 1})
	d.equal("categories are blocks", d.places(), "B:1 C:1")
	d.refused(404, "PUT", "/triggers/update_many", `{"triggers":[{"id":1,"position":1}]}`)
}

func TestReorder(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	a, b, c := d.simple("A"), d.simple("B"), d.simple("C")
	d.must(200, "PUT", "/triggers/reorder", fmt.Sprintf(`{"trigger_ids":[%s,%s,%s]}`, c, a, b))
	d.equal("order", d.places(), "C:1 A:2 B:3")
	d.refused(404, "PUT", "/triggers/reorder", fmt.Sprintf(`{"trigger_ids":[%s,%s]}`, c, a), "Forbidden")
	d.category("Second")
	d.refused(400, "PUT", "/triggers/reorder", fmt.Sprintf(`{"trigger_ids":[%s,%s,%s]}`, c, a, b), "LimitOneCategory")
}

func TestCategoryLife(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	d.refused(400, "POST", "/trigger_categories", `{"trigger_category":{"name":" "}}`, "InvalidTriggerCategory", "Name cannot be blank")
	id := d.category("Surveys")
	d.equal("the id is text", at(d.must(200, "GET", "/trigger_categories/"+id, ""), "trigger_category", "id"), id)
	d.equal("appended", text(d.must(200, "GET", "/trigger_categories/"+id, ""), "trigger_category", "position"), "2")
	d.must(200, "PATCH", "/trigger_categories/"+id, `{"trigger_category":{"name":"Survey","position":1}}`)
	list := d.must(200, "GET", "/trigger_categories?include=rule_counts&page[size]=1", "")
	d.equal("first", text(list, "trigger_categories", 0, "name"), "Survey")
	d.equal("more", at(list, "meta", "has_more"), true)
	d.equal("next", text(d.must(200, "GET", text(list, "links", "next"), ""), "trigger_categories", 0, "name"), "Notifications")
	d.equal("by name", text(d.must(200, "GET", "/trigger_categories?sort=-name", ""), "trigger_categories", 0, "name"), "Survey")

	trigger := d.simple("T", `"category_id":"`+id+`"`)
	d.refused(400, "DELETE", "/trigger_categories/"+id, "", "TriggerCategoryNotEmpty")
	d.must(200, "PUT", "/triggers/"+trigger, `{"trigger":{"active":false}}`)
	d.must(204, "DELETE", "/trigger_categories/"+id, "")
	d.must(404, "GET", "/triggers/"+trigger, "")
	d.refused(404, "PATCH", "/trigger_categories/"+id, `{"trigger_category":{"name":"x"}}`, "TriggerCategoryNotFound")

	inline := d.simple("Inline", `"category":{"name":"Made along","position":1}`)
	made := text(d.must(200, "GET", "/triggers/"+inline, ""), "trigger", "category_id")
	d.equal("made along", text(d.must(200, "GET", "/trigger_categories/"+made, ""), "trigger_category", "position"), "1")
}

func TestJobMovesEverythingAtOnce(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	home, other := "10026", d.category("Other")
	ids := map[string]string{}
	for _, title := range []string{"A", "B", "C", "D", "E"} {
		ids[title] = d.simple(title, fmt.Sprintf(`"active":%t`, title != "D"))
	}
	line := func(title string, position int, more string) string {
		return fmt.Sprintf(`{"id":%q,"position":%d%s}`, ids[title], position, more)
	}
	answer := d.job(200, "", line("D", 2, `,"active":true`)+","+line("B", 4, ""))
	d.equal("two swap", d.places(), "A:1 D:2 C:3 B:4 E:5")
	d.equal("answer", []any{answer["status"], column(at(answer, "results", "triggers"), "title"), at(answer, "results", "triggers", 0, "active")}, []any{"complete", []string{"D", "B"}, true})

	d.job(200, "", line("E", 1, "")+","+line("B", 2, "")+","+line("C", 3, "")+","+line("D", 4, "")+","+line("A", 5, ""))
	d.equal("a full list is the order", d.places(), "E:1 B:2 C:3 D:4 A:5")

	d.job(200, fmt.Sprintf(`{"id":%q,"position":1,"name":"First"}`, other), line("B", 1, fmt.Sprintf(`,"category_id":%q`, other)))
	d.equal("across categories", d.places(), "B:1 E:1 C:2 D:3 A:4")

	before := d.places()
	answer = d.job(400, fmt.Sprintf(`{"id":%q,"position":1}`, home), line("E", 3, "")+","+line("C", 1, `,"category_id":"9"`))
	d.equal("failure", answer, thing{"status": "failed", "errors": []any{thing{"code": "InvalidTrigger", "title": "category_id is not valid", "trigger_id": ids["C"]}}})
	d.equal("nothing was applied", d.places(), before)
}

func TestAccountWithoutCategories(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	d.simple("A")
	d.control(`{"categories_enabled":false}`)
	d.refused(403, "GET", "/trigger_categories", "", "TriggerCategoriesNotEnabled")
	d.refused(403, "POST", "/trigger_categories/jobs", "{}", "TriggerCategoriesNotEnabled")
	id := d.simple("B")
	d.equal("category", at(d.must(200, "GET", "/triggers/"+id, ""), "trigger", "category_id"), nil)
	d.must(200, "PUT", "/triggers/update_many", `{"triggers":[{"id":`+id+`,"position":1}]}`)
	d.equal("flat positions", d.places(), "B:1 A:2")
	d.control(`{"categories_enabled":true}`)
	d.equal("and back", d.places(), "B:1 A:2")
}

// control changes settings the way a person does in the sandbox's own screen, and gives all of them.
func (d *desk) control(body string) thing {
	d.t.Helper()
	var screens engine.Screens = d.system
	if err := screens.ChangeSettings(func(into any) error { return json.Unmarshal([]byte(body), into) }); err != nil {
		d.t.Fatalf("control %s: %v", body, err)
	}
	return d.decode(strings.NewReader(show(screens.Settings())))
}

func TestServersThatDoOtherwise(t *testing.T) {
	d := open(t, engine.Options{}).clear()
	d.control(`{"ignore_position_on_create":true}`)
	d.simple("A")
	b := d.simple("B", `"position":1`)
	d.equal("position ignored", d.places(), "A:1 B:2")
	settings := d.control(`{"renumber":false,"ignore_position_on_create":false}`)
	d.equal("other settings stay", settings["categories_enabled"], true)
	d.job(200, "", fmt.Sprintf(`{"id":%q,"position":1}`, b))
	d.equal("a tie", d.places(), "A:1 B:1")
	d.simple("C", `"position":7`)
	d.equal("a hole", d.places(), "A:1 B:1 C:7")
	d.system.Reset()
	d.equal("as new", d.system.Settings(), zendesk.DefaultSettings())
}
