package main

import (
	"fmt"
	"io"
)

// page is what the reader sees. Every line fits a terminal of 80 columns.
type page struct{ out io.Writer }

func (p page) title(product string) {
	fmt.Fprintf(p.out, "Who gets a survey, and who does not\n%s, with a simulated Zendesk and Stella Connect on this machine\n", product)
}

func (p page) chapter(number int, name string) { fmt.Fprintf(p.out, "\n%d  %s\n\n", number, name) }

func (p page) say(format string, args ...any) { fmt.Fprintf(p.out, "  "+format+"\n", args...) }

func (p page) blank() { fmt.Fprintln(p.out) }

// command shows what was run, without the flags that only a program needs.
func (p page) command(name, verb, stage string) {
	p.say("$ %s %s -var stage=%s", name, verb, stage)
}

func (p page) lines(lines []string) {
	for _, line := range lines {
		p.say("  %s", line)
	}
}

// visit is one row: who, how, and what became of it.
func (p page) visit(v visit, words string, right bool) {
	mark := ""
	if !right {
		mark = "   <-- WRONG"
	}
	p.say("%-7s %-25s %s%s", v.customer, v.came, words, mark)
}

// order lists triggers as the admin sees them.
func (p page) order(titles []string) {
	for i, title := range titles {
		p.say("%d. %s", i+1, title)
	}
}
