package io.tidegate.estate.reading;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.StringReader;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** Reads estate files: YAML, {@code apiVersion: tidegate.io/v1}, {@code kind: Estate}. */
public final class EstateReader {
    /** Largest file, in bytes. */
    public static final int MAX_BYTES = 5 * 1024 * 1024;

    private static final int MAX_DEPTH = 30;

    private EstateReader() {}

    /**
     * Reads a file's text. All findings come at once, not the first alone.
     *
     * @param text the file's content
     * @param file its name, for findings
     */
    public static Reading read(String text, String file) {
        var findings = new Findings(file);
        int bytes = text.getBytes(UTF_8).length;
        if (bytes > MAX_BYTES) {
            findings.at(
                    1, 1, "the file has " + bytes + " bytes; at most " + MAX_BYTES + " are read, so split the estate");
            return new Reading.Rejected(findings.all());
        }
        var root = compose(text, findings);
        if (root == null) {
            return new Reading.Rejected(findings.all());
        }
        var draft = EstateDraft.read(root, findings);
        EstateRules.check(draft, findings);
        return findings.none() ? new Reading.Read(draft.estate()) : new Reading.Rejected(findings.all());
    }

    private static @org.jspecify.annotations.Nullable Node compose(String text, Findings findings) {
        var options = new LoaderOptions();
        options.setCodePointLimit(MAX_BYTES);
        // Many aliases are no harm; what they unfold to is, and that is measured below.
        options.setMaxAliasesForCollections(Integer.MAX_VALUE);
        options.setNestingDepthLimit(MAX_DEPTH);
        try {
            var root = new Yaml(options).compose(new StringReader(text));
            if (root == null) {
                findings.at(1, 1, "the file is empty; an estate begins with `apiVersion: tidegate.io/v1`");
            } else if (Aliases.tooMany(root)) {
                findings.at(
                        root,
                        "aliases make the file unfold to more than " + Aliases.MAX_NODES + " values; write them out");
                return null;
            }
            return root;
        } catch (MarkedYAMLException broken) {
            var mark = broken.getProblemMark();
            findings.at(
                    mark == null ? 1 : mark.getLine() + 1,
                    mark == null ? 1 : mark.getColumn() + 1,
                    "not valid YAML: " + broken.getProblem());
        } catch (YAMLException refused) {
            findings.at(1, 1, "not valid YAML: " + refused.getMessage());
        }
        return null;
    }
}
