# Records what Ruby's Liquid renders: run it once with each version, as in
#   ruby record.rb recorded.json
#   ruby -I path/to/liquid-4.0.3/lib record.rb recorded.json
require "json"
require "strscan"

unless StringScanner.method_defined?(:peek_byte) # Liquid 5.13 on a Ruby older than 3.4
  class StringScanner
    def peek_byte = string.getbyte(pos)

    def scan_byte
      byte = peek_byte
      self.pos += 1 if byte
      byte
    end
  end
end
require "liquid"

ENV["TZ"] = "UTC"
file = ARGV.fetch(0)
recorded = JSON.parse(File.read(file))
recorded["answers"].each do |answer|
  answer[Liquid::VERSION] = begin
    Liquid::Template.parse(answer["template"]).render(JSON.parse(JSON.generate(recorded["bindings"]))) # increment writes into them
  rescue Liquid::SyntaxError
    nil
  end
end
lines = recorded["answers"].map { |answer| "    " + JSON.generate(answer) }
File.write(file, "{\n  \"bindings\": #{JSON.generate(recorded["bindings"])},\n  \"answers\": [\n#{lines.join(",\n")}\n  ]\n}\n")
