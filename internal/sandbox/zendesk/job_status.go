package zendesk

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
)

// job is work on many things at once (https://developer.zendesk.com/api-reference/ticketing/ticket-management/job_statuses/).
// Here it has ended before its request is answered. The answer is that of a job in the queue all the same, so that a
// client asks for the results as it has to.
type job struct {
	id string
	object
}

// mostAtOnce is how many things one job works on.
const mostAtOnce = 100

// tooMany refuses a request that names more.
func tooMany() *reply {
	return answer(http.StatusBadRequest, object{
		"error": "TooManyValues", "description": fmt.Sprintf("Parameter  cannot specify more than %d values", mostAtOnce), "max_count": mostAtOnce,
	})
}

// background does a job, step by step; a step gives its result.
func (c *call) background(total int, step func(at int) object) *reply {
	if total > mostAtOnce {
		return tooMany()
	}
	results := []object{}
	for at := range total {
		results = append(results, step(at))
	}
	id := fmt.Sprintf("V3-%032x", c.newID())
	shown := func(status string, progress, message, results any) object {
		return object{
			"id": id, "url": c.link("/job_statuses/" + id + ".json"), "total": total, "status": status, "progress": progress,
			"message": message, "results": results,
		}
	}
	ended := "Completed at " + c.now().UTC().Format("2006-01-02 15:04:05 -0700")
	c.jobs = append(c.jobs, job{id, shown("completed", total, ended, results)})
	return answer(http.StatusOK, object{"job_status": shown("queued", nil, nil, nil)})
}

// listJobs gives the jobs, the newest first.
func (c *call) listJobs() *reply {
	var entries list
	for _, one := range slices.Backward(c.jobs) {
		entries.Add(one.id, one.object)
	}
	return c.list("job_statuses", entries)
}

func (c *call) showJobs() *reply {
	found := []object{}
	asked := strings.Split(c.query("ids"), ",")
	for _, one := range c.jobs {
		if slices.Contains(asked, one.id) {
			found = append(found, one.object)
		}
	}
	return answer(http.StatusOK, object{"job_statuses": found})
}

func (c *call) showJob() *reply {
	for _, one := range c.jobs {
		if one.id == c.request.PathValue("id") {
			return answer(http.StatusOK, object{"job_status": one.object})
		}
	}
	return notFound()
}
