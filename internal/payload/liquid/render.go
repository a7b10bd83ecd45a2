package liquid

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"strconv"
	"strings"
	"sync"

	osteele "github.com/osteele/liquid"
	"github.com/osteele/liquid/render"

	"github.com/surveytrigger/terraform-provider-surveytrigger/internal/payload/memo"
)

const (
	// MaxTemplate is the longest template, in bytes, that Render takes.
	MaxTemplate = 256 << 10
	// MaxRendered is the longest text, in bytes, that Render gives.
	MaxRendered = 1 << 20

	// maxWork bounds what loops and filters may do on the way there, counted in bytes that went through them. With
	// it the longest rendering takes a second or two, not for ever.
	maxWork  = 8 << 20
	stepWork = 128 // what one turn of a loop costs, besides the size of its body
	maxList  = 1 << 16
)

// Names of filters and tags that rewrite puts into a template; no template can call them.
const (
	outFilter   = "__out"
	eachFilter  = "__each"
	rangeFilter = "__range"
	blankFilter = "__blank"
	emptyFilter = "__empty"
	notFilter   = "__not"
	sizeFilter  = "__size"
	stepName    = "__step"
	countName   = "__count"

	orderFilter     = "__order"
	settledFilter   = "__settled"
	complainsFilter = "__complains"
	complaintFilter = "__complaint"
)

// Render renders template with bindings as Ruby's Liquid, the engine of help desks, would.
//
// A missing value renders as nothing, and a filter that is not verified passes its input on, see [UnverifiedFilters]. An
// unknown tag is an error, as are templates over MaxTemplate, results over MaxRendered and loops without end. Bindings
// may hold anything encoding/json decodes to, integers, json.Number, and slices of these; they are not changed. It is
// safe for concurrent use. Errors are *TemplateError.
func Render(template string, bindings map[string]any) (string, error) {
	r, err := compile(template)
	if err != nil {
		return "", err
	}
	defer r.done()
	r.prints = true
	return r.render(native(bindings).(map[string]any))
}

// A rendering is a template that is rendered, once or several times but not at the same time. For each time it counts
// the work, and remembers the first thing that went wrong, since what osteele/liquid wraps around it on the way out
// speaks of the rewritten template.
type rendering struct {
	*rewriter
	template string
	compiled *osteele.Template
	work     int
	failure  error
	// prints says that a comparison which fails is printed, complaint is what is to be printed, printed the first of
	// them.
	prints    bool
	complaint string
	printed   string
	counters  map[string]int

	// known are the samples that it was rendered for last, became what they became.
	known  []sample
	became []outcome
}

var errWork = errors.New("the template is too expensive to render: its loops or filters take too many steps")

func (r *rendering) spend(n int) error {
	if r.work += n; r.work > maxWork {
		return r.fail(errWork)
	}
	return nil
}

func (r *rendering) fail(err error) error {
	if r.failure == nil {
		r.failure = err
	}
	return err
}

// idle are the renderings of a text that nobody uses at the moment, until garbage is collected.
var idle = memo.Of(func(string) *sync.Pool { return &sync.Pool{} })

// compile gives a rendering that is to be given back by done.
func compile(template string) (r *rendering, err error) {
	if len(template) > MaxTemplate {
		return nil, &TemplateError{Message: fmt.Sprintf("the template has %d bytes; at most %d are rendered", len(template), MaxTemplate)}
	}
	if r, compiled := idle(template).Get().(*rendering); compiled {
		return r, nil
	}
	rewritten, err := rewrite(template)
	if err != nil {
		return nil, err
	}
	r = &rendering{rewriter: rewritten, template: template}
	defer r.calm(&err)
	compiled, serr := r.engine().ParseTemplateLocation([]byte(r.out.String()), "payload", 1)
	if serr != nil {
		return nil, r.explain(serr.LineNumber(), reason(serr))
	}
	r.compiled = compiled
	return r, nil
}

func (r *rendering) done() {
	r.prints = false
	idle(r.template).Put(r)
}

// render is Render for one of several bindings, which hold what native makes.
func (r *rendering) render(bindings map[string]any) (out string, err error) {
	r.work, r.failure, r.complaint, r.printed, r.counters = 0, nil, "", "", map[string]int{}
	vars := make(map[string]any, len(bindings)+len(r.literals))
	maps.Copy(vars, bindings)
	maps.Copy(vars, r.literals)
	defer r.calm(&err)
	w := &limitedBuffer{rendering: r}
	if serr := r.compiled.FRender(w, vars); serr != nil {
		return "", r.explain(serr.LineNumber(), reason(serr))
	}
	return w.String(), nil
}

// calm is deferred: osteele panics on what it did not expect, such as a literal it cannot read, or a list in place of
// a number.
func (r *rendering) calm(err *error) {
	if p := recover(); p != nil {
		*err = r.explain(0, fmt.Sprint(p))
	}
}

// engine is made for each template: its filters count into r.
func (r *rendering) engine() *osteele.Engine {
	engine := osteele.NewEngine()
	for name, f := range filters {
		engine.RegisterFilter(name, r.bounded(name, f))
	}
	for name, f := range internalFilters {
		engine.RegisterFilter(name, r.bounded(name, f))
	}
	for name, f := range r.comparisons() {
		engine.RegisterFilter(name, r.bounded(name, f))
	}
	engine.RegisterTag(countName, r.count)
	engine.RegisterTag(stepName, func(ctx render.Context) (string, error) {
		n, _ := strconv.Atoi(ctx.TagArgs())
		return "", r.spend(stepWork + n)
	})
	return engine
}

// count is Ruby's increment: it prints a counter and adds one to it. A variable of its name is another thing, and
// hides it.
func (r *rendering) count(ctx render.Context) (string, error) {
	name := ctx.TagArgs()
	count, counted := r.counters[name]
	if held, bound := ctx.Get(name).(int); bound && !counted && !r.assigned[name] {
		count = held
	}
	r.counters[name] = count + 1
	if !r.assigned[name] {
		ctx.Set(name, count+1)
	}
	return strconv.Itoa(count), r.spend(stepWork)
}

func stepTag(size int) string { return "{% " + stepName + " " + strconv.Itoa(size) + " %}" }

// bounded checks a filter's arguments and counts what goes in and comes out.
func (r *rendering) bounded(name string, f filter) func(any, ...any) (any, error) {
	return func(input any, args ...any) (any, error) {
		if len(args) < f.min || len(args) > f.max {
			return nil, r.fail(fmt.Errorf("the filter %s takes %s, not %d", name, f.arity(), len(args)))
		}
		if err := r.spend(size(input)); err != nil {
			return nil, err
		}
		result, err := f.apply(input, args)
		if err != nil {
			return nil, r.fail(fmt.Errorf("%s: %w", name, err))
		}
		if size(result) > MaxRendered {
			return nil, r.fail(errWork)
		}
		return result, r.spend(size(result))
	}
}

// explain turns an error of the rewritten template into one of the original.
func (r *rendering) explain(line int, message string) error {
	if r.failure != nil {
		message = r.failure.Error()
	}
	t := r.origin[line]
	return &TemplateError{Line: t.line, Source: t.source, Message: message}
}

// reason is what osteele/liquid says without where: its place is in the rewritten template, explain knows the real one.
func reason(err osteele.SourceError) string {
	message := strings.TrimSuffix(err.Error(), " in payload")
	if _, after, ok := strings.Cut(message, "): "); ok && strings.HasPrefix(message, "Liquid error (line") {
		message = after
	}
	if strings.Contains(message, "syntax error") {
		return "this is not valid Liquid"
	}
	return message
}

type limitedBuffer struct {
	bytes.Buffer
	rendering *rendering
}

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > MaxRendered {
		return 0, b.rendering.fail(fmt.Errorf("the payload grows over %d bytes", MaxRendered))
	}
	return b.Buffer.Write(p)
}
