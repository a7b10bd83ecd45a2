package promise

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
)

// journal is what a simulation tells of a history: its log, what was violated, and how
// often something happened.
type journal struct {
	telling sync.Mutex
	log     []string
	wrong   []violation
	census  map[string]int
}

// violation is a broken promise; its kind is the message without the particulars.
// survey says that it is about a survey that left or did not.
type violation struct {
	kind, text string
	survey     bool
}

func (j *journal) tell(format string, args ...any) {
	j.telling.Lock()
	defer j.telling.Unlock()
	j.log = append(j.log, fmt.Sprintf(format, args...))
}

func (j *journal) violated(format string, args ...any) { j.note(false, format, args...) }

// surveyViolated is for what a customer sees.
func (j *journal) surveyViolated(format string, args ...any) { j.note(true, format, args...) }

func (j *journal) note(survey bool, format string, args ...any) {
	j.tell("VIOLATION "+format, args...)
	j.telling.Lock()
	defer j.telling.Unlock()
	kind, _, _ := strings.Cut(format, ":")
	j.wrong = append(j.wrong, violation{kind, fmt.Sprintf(format, args...), survey})
}

func (j *journal) failed() bool {
	j.telling.Lock()
	defer j.telling.Unlock()
	return len(j.wrong) > 0
}

// count counts that something happened that a search has to see.
func (j *journal) count(what string) {
	j.telling.Lock()
	defer j.telling.Unlock()
	if j.census == nil {
		j.census = map[string]int{}
	}
	j.census[what]++
}

// told is the journal.
func (j *journal) told() *journal { return j }

// report shows a broken history and its log.
func (j *journal) report(history any) string {
	data, err := json.MarshalIndent(history, "", " ")
	if err != nil {
		return err.Error()
	}
	var wrong []string
	for _, each := range j.wrong {
		wrong = append(wrong, each.text)
	}
	return fmt.Sprintf("%s\n%s\n%s", strings.Join(wrong, "\n"), data, strings.Join(j.log, "\n"))
}
