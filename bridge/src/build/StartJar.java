import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Byte;
import static java.lang.constant.ConstantDescs.CD_Character;
import static java.lang.constant.ConstantDescs.CD_Double;
import static java.lang.constant.ConstantDescs.CD_Float;
import static java.lang.constant.ConstantDescs.CD_Integer;
import static java.lang.constant.ConstantDescs.CD_Long;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_Short;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipFile;

/**
 * Makes one jar of a program's jar and of the jars on its class path, for a quick start from an AOT cache: {@code java StartJar.java OUT JAR}.
 *
 * <p>
 * A cache holds classes, lambdas and string concatenations. What else every start would make anew is made here, once:
 * <ul>
 * <li>Stack maps for classes compiled for Java 5, as picocli's: a cache takes no class without.
 * <li>A chain of {@code instanceof} for each {@code switch} over types: the JVM would spin a class.
 * <li>{@code equals} and {@code hashCode} of records: the JVM would combine method handles.
 * <li>Bounds of integers as {@code BigDecimal}, which Jackson's parsers hold ready, are made when they are asked for: in Java 25 that class computes powers of five with
 * 38,000 digits as soon as it is touched, which takes as long as a tenth of a conversion.
 * </ul>
 */
final class StartJar {
    private static final ClassFileVersion STACK_MAPS_ALONE = ClassFileVersion.of(ClassFile.JAVA_7_VERSION, 0);
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");
    private static final String SERVICES = "META-INF/services/";
    private static final ClassDesc PARSER = ClassDesc.of("tools.jackson.core.base.ParserMinimalBase");
    private static final ClassDesc DECIMAL = ClassDesc.of("java.math.BigDecimal");
    private static final ClassDesc INTEGER = ClassDesc.of("java.math.BigInteger");
    private static final MethodTypeDesc OF_INTEGER = MethodTypeDesc.of(CD_void, INTEGER);

    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final ClassFile classes = ClassFile.of(ClassHierarchyResolverOption.of(ClassHierarchyResolver
            .ofResourceParsing(this::classFile).orElse(ClassHierarchyResolver.defaultResolver()).cached()));

    private StartJar() {}

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[0]);
        Path jar = Path.of(args[1]);
        StartJar made = new StartJar();
        Attributes main = made.add(jar);
        for (String name : main.getValue(Attributes.Name.CLASS_PATH).split(" ")) {
            made.add(jar.resolveSibling(name));
        }
        Path fresh = out.resolveSibling(out.getFileName() + ".new");
        made.write(fresh, main.getValue(Attributes.Name.MAIN_CLASS));
        Files.move(fresh, out, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Adds the files of a jar, as this version of Java sees them, and gives its manifest. */
    private Attributes add(Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile(), false, ZipFile.OPEN_READ, JarFile.runtimeVersion())) {
            for (JarEntry entry : jar.versionedStream().filter(entry -> !entry.isDirectory()).toList()) {
                byte[] bytes = jar.getInputStream(entry).readAllBytes();
                if (entry.getName().startsWith(SERVICES)) {
                    files.merge(entry.getName(), bytes, StartJar::joined);
                } else if (!entry.getName().startsWith("META-INF/")) {
                    files.putIfAbsent(entry.getName(), bytes);
                }
            }
            return jar.getManifest().getMainAttributes();
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] all = new byte[first.length + 1 + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        all[first.length] = '\n';
        System.arraycopy(second, 0, all, first.length + 1, second.length);
        return all;
    }

    private void write(Path file, String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        Map<String, String> bounds = bounds();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, byte[]> entry : files.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getKey().endsWith(".class") ? ready(entry.getValue(), bounds) : entry.getValue());
            }
        }
    }

    private InputStream classFile(ClassDesc type) {
        String descriptor = type.descriptorString();
        byte[] bytes = files.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
        return bytes == null ? null : new ByteArrayInputStream(bytes);
    }

    private byte[] ready(byte[] bytes, Map<String, String> bounds) {
        ClassModel type = classes.parse(bytes);
        if (type.majorVersion() < STACK_MAPS_ALONE.majorVersion()) {
            return withStackMaps(type);
        }
        boolean reads = !bounds.isEmpty() && type.thisClass().asSymbol().packageName().equals(PARSER.packageName());
        return linked(reads ? classes.parse(withBoundsOnDemand(type, bounds)) : type);
    }

    /** The class with its code laid out anew, which makes the maps. */
    private byte[] withStackMaps(ClassModel type) {
        return classes.transformClass(type, ClassTransform.transformingMethodBodies(CodeBuilder::with)
                .andThen((builder, element) -> builder.with(
                        element instanceof ClassFileVersion ? STACK_MAPS_ALONE : element)));
    }

    /** The names of the parsers' fields that are each a {@code BigDecimal} made of a {@code BigInteger}, and the name of that one's field. */
    private Map<String, String> bounds() throws IOException {
        Map<String, String> bounds = new HashMap<>();
        try (InputStream parser = classFile(PARSER)) {
            if (parser == null) {
                return Map.of();
            }
            List<CodeElement> made = classes.parse(parser.readAllBytes()).methods().stream()
                    .filter(StartJar::isInitializer).flatMap(method -> method.code().stream())
                    .flatMap(CodeModel::elementStream).filter(Instruction.class::isInstance).toList();
            for (int i = 2; i < made.size(); i++) {
                if (made.get(i) instanceof FieldInstruction decimal && decimal.typeSymbol().equals(DECIMAL)
                        && isDecimalOfInteger(made.get(i - 1)) && made.get(i - 2) instanceof FieldInstruction integer) {
                    bounds.put(decimal.name().stringValue(), integer.name().stringValue());
                }
            }
            return made.stream().filter(StartJar::isNewDecimal).count() == bounds.size() ? bounds : Map.of();
        }
    }

    private static boolean isInitializer(MethodModel method) {
        return method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME);
    }

    private static boolean isNewDecimal(CodeElement element) {
        return element instanceof NewObjectInstruction object && object.className().asSymbol().equals(DECIMAL);
    }

    private static boolean isDecimalOfInteger(CodeElement element) {
        return element instanceof InvokeInstruction call && call.opcode() == Opcode.INVOKESPECIAL
                && call.owner().asSymbol().equals(DECIMAL) && call.typeSymbol().equals(OF_INTEGER);
    }

    /** The class with new bounds wherever one was read from a field, and with null in the fields of the one that holds them. */
    private byte[] withBoundsOnDemand(ClassModel type, Map<String, String> bounds) {
        byte[] made = classes.transformClass(type, ClassTransform.transformingMethodBodies((code, element) -> {
            if (element instanceof FieldInstruction field && field.opcode() == Opcode.GETSTATIC
                    && field.typeSymbol().equals(DECIMAL) && bounds.containsKey(field.name().stringValue())) {
                code.new_(DECIMAL).dup()
                        .getstatic(field.owner().asSymbol(), bounds.get(field.name().stringValue()), INTEGER)
                        .invokespecial(DECIMAL, ConstantDescs.INIT_NAME, OF_INTEGER);
            } else {
                code.with(element);
            }
        }));
        return type.thisClass().asSymbol().equals(PARSER) ? withoutBounds(made) : made;
    }

    private byte[] withoutBounds(byte[] parser) {
        return classes.transformClass(classes.parse(parser),
                ClassTransform.transformingMethodBodies(StartJar::isInitializer, (code, element) -> {
                    if (isNewDecimal(element)) {
                        code.aconst_null();
                    } else if (isDecimalOfInteger(element)) {
                        code.pop2();
                    } else {
                        code.with(element);
                    }
                }));
    }

    /** The class with methods of its own in place of those that the JVM would make at the first call. */
    private byte[] linked(ClassModel type) {
        List<Made> methods = new ArrayList<>();
        return classes.transformClass(type, ClassTransform.transformingMethodBodies((code, element) -> {
            Optional<Made> made = element instanceof InvokeDynamicInstruction call
                    ? body(call).map(body -> new Made("linked$" + methods.size(), call.typeSymbol(), body))
                    : Optional.empty();
            made.ifPresent(methods::add);
            made.ifPresentOrElse(method -> method.call(code, type), () -> code.with(element));
        }).andThen(ClassTransform.endHandler(builder -> methods.forEach(method -> method.add(builder)))));
    }

    /** A method that stands for a call which the JVM would link. */
    private record Made(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {
        private static final int FLAGS = ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC | ClassFile.ACC_SYNTHETIC;

        void add(ClassBuilder owner) { owner.withMethodBody(name, type, FLAGS, body); }

        void call(CodeBuilder code, ClassModel owner) {
            code.invokestatic(owner.thisClass().asSymbol(), name, type, owner.flags().has(AccessFlag.INTERFACE));
        }
    }

    /** What a call does that is linked at run time; empty for what an AOT cache holds, and for switches over more than types. */
    private static Optional<Consumer<CodeBuilder>> body(InvokeDynamicInstruction call) {
        List<ConstantDesc> given = call.bootstrapArgs();
        return switch (call.bootstrapMethod().owner().displayName() + "." + call.name().stringValue()) {
            case "SwitchBootstraps.typeSwitch" -> given.stream().allMatch(ClassDesc.class::isInstance)
                    ? Optional.of(code -> typeSwitch(code, given.stream().map(ClassDesc.class::cast).toList()))
                    : Optional.empty();
            case "ObjectMethods.equals" -> Optional.of(code -> equal(code, (ClassDesc) given.getFirst(), fields(given)));
            case "ObjectMethods.hashCode" -> Optional.of(code -> hash(code, fields(given)));
            default -> Optional.empty();
        };
    }

    /** The getters of a record's fields, which follow the record and its fields' names. */
    private static List<DirectMethodHandleDesc> fields(List<ConstantDesc> given) {
        return given.stream().skip(2).map(DirectMethodHandleDesc.class::cast).toList();
    }

    /** The number of the first type from the second argument on that the first argument has; -1 for null. */
    private static void typeSwitch(CodeBuilder code, List<ClassDesc> types) {
        code.aload(0).ifThen(Opcode.IFNULL, none -> none.loadConstant(-1).ireturn());
        for (int i = 0; i < types.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next).aload(0).instanceOf(types.get(i)).ifeq(next)
                    .loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(types.size()).ireturn();
    }

    /** Whether the second argument is a record of the same type with equal components. */
    private static void equal(CodeBuilder code, ClassDesc record, List<DirectMethodHandleDesc> fields) {
        Label differ = code.newLabel();
        code.aload(1).instanceOf(record).ifeq(differ).aload(1).checkcast(record).astore(2);
        for (DirectMethodHandleDesc field : fields) {
            load(code, 0, field);
            load(code, 2, field);
            ClassDesc type = type(field);
            if (type.isPrimitive()) {
                code.invokestatic(box(type), "compare", MethodTypeDesc.of(CD_int, type, type)).ifne(differ);
            } else {
                code.invokestatic(OBJECTS, "equals", MethodTypeDesc.of(CD_boolean, CD_Object, CD_Object)).ifeq(differ);
            }
        }
        code.loadConstant(1).ireturn().labelBinding(differ).loadConstant(0).ireturn();
    }

    /** The hash of a record, the same as the JVM's. */
    private static void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        code.loadConstant(0);
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = type(field);
            load(code.loadConstant(31).imul(), 0, field);
            code.invokestatic(type.isPrimitive() ? box(type) : OBJECTS, "hashCode",
                    MethodTypeDesc.of(CD_int, type.isPrimitive() ? type : CD_Object)).iadd();
        }
        code.ireturn();
    }

    private static void load(CodeBuilder code, int slot, DirectMethodHandleDesc field) {
        code.aload(slot).getfield(field.owner(), field.methodName(), type(field));
    }

    private static ClassDesc type(DirectMethodHandleDesc field) { return field.invocationType().returnType(); }

    private static ClassDesc box(ClassDesc primitive) {
        return switch (primitive.descriptorString()) {
            case "Z" -> CD_Boolean;
            case "B" -> CD_Byte;
            case "S" -> CD_Short;
            case "C" -> CD_Character;
            case "I" -> CD_Integer;
            case "J" -> CD_Long;
            case "F" -> CD_Float;
            default -> CD_Double;
        };
    }
}
