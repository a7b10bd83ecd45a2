package zendesk

import (
	"cmp"
	"net/http"
	"slices"
)

func (c *call) listTargets() *reply {
	var entries list
	for _, t := range byID(c.targets) {
		entries.Add(idText(t.ID), c.renderTarget(t))
	}
	return c.list("targets", entries)
}

func (c *call) showTarget() *reply {
	if t := c.targets[c.id()]; t != nil {
		return answer(http.StatusOK, object{"target": c.renderTarget(t)})
	}
	return notFound()
}

func (c *call) postTarget() *reply {
	sent, bad := c.envelope("target")
	if bad != nil {
		return bad
	}
	if c.settings.HTTPTargets == TargetsRefused && sent.Text("type") != emailTarget {
		return targetsRetired()
	}
	made, bad := c.draftTarget(target{Active: true, Created: c.now()}, sent)
	if bad != nil {
		return bad
	}
	made.ID = c.newRuleID()
	c.targets[made.ID] = made
	one := answer(http.StatusCreated, object{"target": c.renderTarget(made)})
	one.Header = http.Header{"Location": {c.link("/targets/" + idText(made.ID) + ".json")}}
	return one
}

func (c *call) putTarget() *reply {
	t := c.targets[c.id()]
	if t == nil {
		return notFound()
	}
	sent, bad := c.envelope("target")
	if bad != nil {
		return bad
	}
	draft, bad := c.draftTarget(*t, sent)
	if bad != nil {
		return bad
	}
	*t = *draft
	return answer(http.StatusOK, object{"target": c.renderTarget(t)})
}

func (c *call) deleteTarget() *reply {
	t := c.targets[c.id()]
	if t == nil {
		return notFound()
	}
	if !usedTargetCanGo && c.targetIsUsed(t) {
		return invalid(detail{"base", "The target is used by an active trigger or automation", "InUse"})
	}
	delete(c.targets, t.ID)
	return noContent()
}

// failuresInOrder gives each target's most recent failures, the newest of all first.
func (c *call) failuresInOrder() []object {
	type line struct {
		of      *target
		failure targetFailure
	}
	var lines []line
	for _, t := range byID(c.targets) {
		for _, failure := range t.Failures {
			lines = append(lines, line{t, failure})
		}
	}
	slices.SortFunc(lines, func(x, y line) int { return cmp.Compare(y.failure.id, x.failure.id) })
	all := []object{}
	for _, l := range lines {
		all = append(all, c.renderTargetFailure(l.of, l.failure))
	}
	return all
}

func (c *call) renderTargetFailure(t *target, failure targetFailure) object {
	response := failure.answered.Body
	if failure.answered.Failure != "" {
		response = failure.answered.Failure
	}
	return object{
		"id": failure.id, "url": c.link("/target_failures/" + idText(failure.id) + ".json"), "target_name": t.Title,
		"status_code": failure.answered.Status, "consecutive_failure_count": failure.inARow, "raw_request": failure.request,
		"raw_response": response, "created_at": stamp(failure.at),
	}
}

func (c *call) listTargetFailures() *reply {
	all := c.failuresInOrder()
	return answer(http.StatusOK, object{"target_failures": all, "count": len(all), "next_page": nil, "previous_page": nil})
}

func (c *call) showTargetFailure() *reply {
	for _, failure := range c.failuresInOrder() {
		if failure["id"] == c.id() {
			return answer(http.StatusOK, object{"target_failure": failure})
		}
	}
	return notFound()
}
