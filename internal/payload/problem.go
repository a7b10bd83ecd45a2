package payload

import "strings"

// A Problem is one thing wrong with what a caller asked for.
type Problem struct {
	Path    string // the argument, as its user writes it: channel, options.tag_field_ids[1]
	Message string
}

func (p Problem) String() string { return p.Path + ": " + p.Message }

// Problems is an error made of one problem or more, so that its user can put all of them right at once.
type Problems []Problem

// Error gives one line a problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.String()
	}
	return strings.Join(lines, "\n")
}

func (p *Problems) add(path, message string) { *p = append(*p, Problem{path, message}) }

// err is nil when there is no problem; a nil Problems in an error would not be.
func (p Problems) err() error {
	if len(p) == 0 {
		return nil
	}
	return p
}
